import { planRestore, type RestorePlan, restore } from "../../operations/restore.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { defineCommand } from "../command/command.ts";
import { confirmed } from "../input/confirm.ts";
import { openApp, requireFlag, requireProfile } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { rowsInWords } from "../output/rows.ts";
import type { Terminal } from "../output/terminal.ts";

export const restoreCommand = defineCommand({
  usage: "restore <app> --profile prod --from <backup>|latest [--dry-run] [--yes]",
  examples: [
    "restore shop --profile prod --from latest --dry-run",
    "restore shop --profile prod --from latest --yes",
  ],
  options: {
    profile: { type: "string" },
    from: { type: "string" },
    "dry-run": { type: "boolean" },
    yes: { type: "boolean" },
  },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openApp(name, terminal, { runsProgram: true });
    const profile = requireProfile(delivery, values.profile, "restore");
    const app = delivery.app.name;
    const from = requireFlag(
      values.from,
      "from",
      `restore ${app} --profile ${profile} --from latest --dry-run`,
    );
    const plan = await planRestore(delivery, profile, from);
    draw(plan, terminal);

    const { backup } = plan;
    const databases = plan.databases.map(({ bound, rowsNow, rowsThen }) => ({
      name: bound.name,
      rowsNow,
      rowsThen,
    }));
    const json = { app, profile, backup: backup.name, databases, reapplied: plan.reapplied };
    const command = `restore ${app} --profile ${profile} --from ${backup.name} --yes`;
    if (values["dry-run"]) {
      terminal.say("Nothing was changed.");
      terminal.next("Do it:", bunRun(`kit ${command}`));
      return { code: 0, json: { ...json, dryRun: true } };
    }
    const danger = {
      warning: `This replaces all that the databases of ${profile} hold.`,
      name: profile,
      unasked: command,
    };
    if (!values.yes && !(await confirmed(danger, terminal)))
      return { code: 1, json: { ...json, restored: false } };
    const replaced = await restore(delivery, profile, plan);
    terminal.say(`${colour.bold(profile)} holds what ${backup.name} kept.`);
    terminal.next("Undo it:", bunRun(`kit restore ${app} --profile ${profile} --from ${replaced.name}`));
    return { code: 0, json: { ...json, restored: true, replaced: replaced.name } };
  },
});

function draw({ backup, serving, databases, reapplied }: RestorePlan, terminal: Terminal): void {
  terminal.say(
    `${colour.bold(backup.profile)} ← ${colour.bold(backup.name)} ${colour.dim(`with ${backup.release}`)}`,
  );
  for (const { bound, rowsNow, rowsThen } of databases) {
    terminal.say(`  ${bound.name}  ${rowsInWords(rowsNow)} now, ${rowsThen} then`);
  }
  if (reapplied.length > 0) {
    terminal.note(
      "migrations",
      `the backup is older than ${reapplied.join(", ")} of ${serving.release.name}, which will be applied to it; roll back first where that is not wanted`,
    );
  }
}
