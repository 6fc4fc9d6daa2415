import { defineCommand } from "../command/command.ts";
import { openApp } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import { tell } from "../output/describe-event.ts";

export const historyCommand = defineCommand({
  usage: "history <app>",
  examples: ["history shop"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    const { app, ledger } = await openApp(name, terminal, { whole: true });
    let author = "";
    for (const { seq, at, by, event } of ledger.entries) {
      const line = tell(event, ledger.state);
      if (!line) continue;
      if (by !== author) terminal.say(colour.dim(`${" ".repeat(6)}${by}`));
      author = by;
      const when = at.slice(0, 19).replace("T", " ");
      terminal.say(`${colour.dim(`${String(seq).padStart(4)}  ${when}`)}  ${line}`);
    }
    if (ledger.entries.length === 0) terminal.say(`Nothing has happened to ${app.name} yet.`);
    return { code: 0, json: { app: app.name, events: ledger.entries } };
  },
});
