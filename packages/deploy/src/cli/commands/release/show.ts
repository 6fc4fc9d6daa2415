import { findRelease } from "../../../operations/releases/find.ts";
import { readStatement } from "../../../operations/releases/verify.ts";
import { detailsOf, type ReleaseDetails } from "../../../operations/releases/view.ts";
import { openApp, requireFlag } from "../../open/open-app.ts";
import { colour } from "../../output/colour.ts";
import { bytes, columns } from "../../output/columns.ts";
import type { Terminal } from "../../output/terminal.ts";
import type { ReleaseAction } from "./action.ts";
import { describeCommit, describeLive, describeTime, describeVerdicts } from "./describe.ts";

const example = "release show shop --release v12";

/** `kit release show`: all there is to know of one release. */
export const showAction: ReleaseAction = {
  usage: "release show [<app>] --release v12|latest [--provenance]",
  examples: [example, "release show shop --release latest --provenance"],
  flags: ["release", "provenance"],
  positionals: 1,
  async run([name], values, terminal) {
    const delivery = await openApp(name, terminal, { whole: true });
    const release = findRelease(delivery, requireFlag(values.release, "release", example));
    if (values.provenance) {
      const { text } = await readStatement(delivery, release);
      terminal.say(text.trimEnd());
      return { code: 0, json: JSON.parse(text) };
    }
    const details = detailsOf(delivery.ledger.state, release);
    show(delivery.app.name, details, terminal);
    return { code: 0, json: { app: delivery.app.name, ...details } };
  },
};

function show(app: string, details: ReleaseDetails, terminal: Terminal): void {
  terminal.say(`${colour.bold(app)} ${colour.bold(details.release)}`);
  const facts: [string, string][] = [
    ["digest", details.digest],
    ["size", details.artifact === "kept" ? bytes(details.size) : `${bytes(details.size)}, pruned`],
    ["released", `${describeTime(details.at)} by ${details.by}`],
    ["commit", describeCommit(details)],
    ["lockfile", details.lockfile ?? "none"],
    ["built by", `Bun ${details.bun}, kit ${details.kit}`],
    ["provenance", details.provenance ?? "none: an older kit made it"],
    ["found", describeVerdicts(details)],
    ["now", describeLive(details) || "serves nowhere"],
    ...details.versions.map(({ profile, version }): [string, string] => [`in ${profile}`, version]),
    ...details.runs.map(({ id, kind, profile, outcome, reason }): [string, string] => [
      id,
      `${kind === "rollback" ? "back to" : "→"} ${profile} ${outcome}: ${reason}`,
    ]),
  ];
  for (const line of columns(facts.map(([what, fact]) => [colour.dim(what), fact])))
    terminal.say(`  ${line}`);
}
