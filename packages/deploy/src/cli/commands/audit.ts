import { profileNames } from "../../config/index.ts";
import type { Row } from "../../ledger/chain.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { verifyLedger } from "../../operations/audit.ts";
import { openAccount } from "../../platform/cloudflare/account.ts";
import { findTarget } from "../../platform/cloudflare/find-target.ts";
import { loadApp } from "../../workspace/load-app.ts";
import { findApp, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { colour } from "../output/colour.ts";
import { csvLine } from "../output/csv.ts";
import type { Outcome } from "../output/outcome.ts";
import type { Terminal } from "../output/terminal.ts";

export const auditCommand = defineCommand({
  usage: "audit verify|export [<app>] [--format jsonl|csv]",
  examples: ["audit verify shop", "audit export shop --format csv > shop.csv"],
  options: { format: { type: "string" } },
  positionals: 2,
  async run({ positionals: [action, name], values: { format = "jsonl" } }, terminal) {
    if (action !== "verify" && action !== "export") {
      throw new Refusal("usage", `kit audit has no action "${action ?? ""}"; it has verify and export.`, {
        kind: "usage",
        action: kit("audit verify", "shop"),
      });
    }
    const workspace = findWorkspace(process.cwd());
    const { name: app, config } = await loadApp(findApp(workspace, name, process.cwd()));
    const target = await findTarget(workspace, process.env, (line) => process.stderr.write(`${line}\n`));
    const account = openAccount(target);
    if (action === "export") return exportRows(await account.ledger.read(app, 0), format);

    const verified = await verifyLedger(account, app, profileNames(config));
    sayVerified(app, verified, terminal);
    return { code: verified.ok ? 0 : 1, json: { app, ...verified } };
  },
});

function sayVerified(
  app: string,
  verified: Awaited<ReturnType<typeof verifyLedger>>,
  terminal: Terminal,
): void {
  if (!verified.ok) {
    terminal.say(`${colour.red("✗")} ${app}: ${verified.reason}.`);
    return;
  }
  const { events, anchors } = verified;
  const outside = anchors === 1 ? "1 mark outside it agrees" : `${anchors} marks outside it agree`;
  terminal.say(
    `${colour.green("✓")} ${app}: ${events} events, each following from the one before it; ${outside}.`,
  );
}

/** The rows to stdout as they are stored: what an auditor hashes must be what was written, not what we read. */
function exportRows(rows: readonly Row[], format: string): Outcome {
  if (format !== "jsonl" && format !== "csv") {
    throw new Refusal("usage", `--format ${format} is not known; it can be jsonl or csv.`, { kind: "usage" });
  }
  const columns = ["seq", "prev", "hash", "body"] as const;
  const lines =
    format === "jsonl"
      ? rows.map(({ seq, prev, hash, body }) => JSON.stringify({ seq, prev, hash, body }))
      : [csvLine(columns), ...rows.map((row) => csvLine(columns.map((column) => String(row[column]))))];
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return { code: 0, json: undefined };
}
