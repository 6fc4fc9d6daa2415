import { parseArgs } from "node:util";
import { stampedApps } from "../../app/stamped-apps.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { planRepositoryUpdate, type RepositoryUpdate } from "../../update/plan-repository-update.ts";
import type { FileReport } from "../../update/plan-update.ts";
import { updateRepository } from "../../update/update-repository.ts";
import { INSTALL_OPTIONS } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";

/** `gen update [<name>]`: brings what was stamped to what would be stamped now. No edit is lost by it. */
export const genUpdate: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options: INSTALL_OPTIONS, allowPositionals: true });
  const [name, ...more] = positionals;
  if (more.length > 0) throw new CommandError("usage", "One app at a time, or all: without a name.");
  const root = await openRepository(context);
  const apps = await stampedApps(root);
  if (name !== undefined && !apps.includes(name)) {
    throw new CommandError("usage", `There is no app “${name}” that was stamped. See: ${genCommand()} list`);
  }

  const update = await planRepositoryUpdate(root, {
    apps: name === undefined ? apps : [name],
    root: name === undefined,
  });
  const conflicts = update.report.filter(({ what }) => what === "conflict").map(({ path }) => path);
  const dryRun = values["dry-run"];
  const installed =
    !dryRun && (await updateRepository(root, update, { install: !values["no-install"], signal }));
  if (values.json) {
    const { plan, updated, report: news } = update;
    out(JSON.stringify({ updated, news, conflicts, dryRun, installed, ...(dryRun && { plan }) }));
  } else {
    out(narration(update, dryRun));
    if (dryRun && update.plan.length > 0) {
      const { showDiff } = await import("@alchemy-kit/scaffold/show");
      out(`\n${showDiff(update.plan).trimEnd()}`);
    }
  }
  if (conflicts.length > 0) throw new CommandError("failed", whatNext(conflicts, dryRun));
};

function narration({ updated, report, plan }: RepositoryUpdate, dryRun: boolean): string {
  if (plan.length === 0) return "Everything is as it would be stamped now, but for what you have changed.";
  const heads = updated.map(({ what, from, to }) =>
    from === to ? `${what}: within ${to}` : `${what}: from ${from} to ${to}`,
  );
  return [
    ...heads.map((head) => (dryRun ? `Would update ${head}` : `Updated ${head}`)),
    ...report.map(line),
  ].join("\n");
}

function line({ what, from, path, why }: FileReport): string {
  const where = from === undefined ? path : `${from} → ${path}`;
  return `  ${what.padEnd(8)}  ${where}${why === undefined ? "" : `  (${why})`}`;
}

function whatNext(conflicts: readonly string[], dryRun: boolean): string {
  const [count, are] = conflicts.length === 1 ? ["1 file", "is"] : [`${conflicts.length} files`, "are"];
  if (dryRun) return `${count} would be in conflict: ${conflicts.join(", ")}. Nothing was changed.`;
  return [
    `${count} ${are} in conflict, with your side and the template's in it:`,
    ...conflicts.map((path) => `  ${path}`),
    `Keep what you want of each (from <<<<<<< to >>>>>>>), then run: ${bunCommand()} install && ${bunCommand()} run test`,
  ].join("\n");
}
