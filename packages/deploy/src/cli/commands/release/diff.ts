import { byHand } from "../../../names/action.ts";
import { Refusal } from "../../../names/user-error.ts";
import { type Comparison, compare } from "../../../operations/releases/compare.ts";
import type { FileChange } from "../../../operations/releases/file-changes.ts";
import { findRelease } from "../../../operations/releases/find.ts";
import type { Known } from "../../../operations/releases/known.ts";
import { bunRun } from "../../../workspace/bun-command.ts";
import { openApp } from "../../open/open-app.ts";
import { colour } from "../../output/colour.ts";
import { bytes } from "../../output/columns.ts";
import type { Terminal } from "../../output/terminal.ts";
import type { ReleaseAction } from "./action.ts";

const example = "release diff shop v1 v2";

/** `kit release diff`: what one release has that another has not. */
export const diffAction: ReleaseAction = {
  usage: "release diff [<app>] v1 v2",
  examples: [example, "release diff shop latest-1 latest"],
  flags: [],
  positionals: 3,
  async run(positionals, _values, terminal) {
    const [to, from, name] = positionals.toReversed();
    if (from === undefined || to === undefined) {
      throw new Refusal("usage", "Two releases are needed, the older one first.", {
        kind: "usage",
        action: byHand(bunRun(`kit ${example}`)),
      });
    }
    const delivery = await openApp(name, terminal);
    const comparison = await compare(delivery, findRelease(delivery, from), findRelease(delivery, to));
    draw(delivery.app.name, comparison, terminal);
    return { code: 0, json: { app: delivery.app.name, ...comparison } };
  },
};

const marks = {
  added: colour.green("+"),
  removed: colour.red("-"),
  left: colour.red("-"),
  changed: colour.yellow("~"),
  same: " ",
};

function draw(app: string, comparison: Comparison, terminal: Terminal): void {
  const { from, to, commits, files, migrations, bindings, infrastructure } = comparison;
  terminal.say(`${colour.bold(app)} ${from} → ${to}`);
  section(terminal, "commits", commits, (all) =>
    all.map(({ kind, hash, subject }) => `${marks[kind]} ${hash} ${subject}`),
  );
  section(terminal, "files", files, (all) => all.map(fileLine));
  section(terminal, "migrations", migrations, (all) => all.map(fileLine));
  section(terminal, "bindings", bindings, ({ changes, profile }) =>
    changes.map(({ kind, name, type }) => `${marks[kind]} ${name} ${colour.dim(`${type}, in ${profile}`)}`),
  );
  section(terminal, "infrastructure", infrastructure, (lines) =>
    lines.map(({ kind, text }) => `${marks[kind]} ${text}`),
  );
}

function section<T>(terminal: Terminal, title: string, known: Known<T>, lines: (value: T) => string[]): void {
  if (!known.known) {
    terminal.say(`${title} ${colour.dim(`cannot be compared: ${known.reason}`)}`);
    return;
  }
  const found = lines(known.value);
  terminal.say(found.length > 0 ? title : `${title} ${colour.dim("the same")}`);
  for (const line of found) terminal.say(`  ${line}`);
}

function fileLine({ kind, path, before, after }: FileChange): string {
  const sizes = [before, after].flatMap((size) => (size === null ? [] : [bytes(size)]));
  return `${marks[kind]} ${path} ${colour.dim(sizes.join(" → "))}`;
}
