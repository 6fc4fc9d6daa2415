import { placeOf } from "../../backup/make.ts";
import { type Backup, rowsOf } from "../../backup/manifest.ts";
import { backup, listBackups } from "../../operations/backup.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { defineCommand } from "../command/command.ts";
import { openApp, requireProfile } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { rowsInWords } from "../output/rows.ts";
import type { Terminal } from "../output/terminal.ts";

/** How many backups a list shows. */
const most = 20;

export const backupCommand = defineCommand({
  usage: "backup <app> --profile prod [--list]",
  examples: ["backup shop --profile prod", "backup shop --profile prod --list"],
  options: { profile: { type: "string" }, list: { type: "boolean" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const delivery = await openApp(name, terminal);
    const profile = requireProfile(delivery, values.profile, "backup");
    const app = delivery.app.name;
    if (values.list) {
      const { backups, more } = await listBackups(delivery, profile, most);
      for (const each of backups) draw(each, terminal);
      if (backups.length === 0) terminal.say(`${app} has no backup of ${profile}.`);
      if (more > 0) terminal.say(colour.dim(`and ${more} older ones`));
      return { code: 0, json: { app, profile, backups, more } };
    }
    const made = await backup(delivery, profile);
    draw(made, terminal);
    terminal.next("Put it back:", bunRun(`kit restore ${app} --profile ${profile} --from ${made.name}`));
    return { code: 0, json: { app, profile, backup: made, place: placeOf(made) } };
  },
});

function draw({ name, release, run, databases }: Backup, terminal: Terminal): void {
  const when = run ? `before the migrations of ${run}, with ${release}` : `with ${release}`;
  terminal.say(`  ${colour.bold(name)} ${colour.dim(when)}`);
  for (const database of databases) terminal.say(`    ${database.name}  ${sizeOf(database)}`);
}

function sizeOf(database: Backup["databases"][number]): string {
  const bytes = `${Math.ceil(database.bytes / 1000)} kB`;
  if (database.kind === "large") return `${bytes}: too large to be kept; D1's Time Travel has that moment`;
  const seen = database.snapshot ? "" : ", not all read at one moment";
  return `${rowsInWords(rowsOf(database))}, ${bytes}${seen}`;
}
