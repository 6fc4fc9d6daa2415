#!/usr/bin/env bun
import { parseArgs } from "node:util";
import { kit } from "../names/action.ts";
import { closest } from "../names/closest.ts";
import { Refusal } from "../names/user-error.ts";
import { bunRun } from "../workspace/bun-command.ts";
import { kitVersion } from "../workspace/kit-version.ts";
import type { Command, Options } from "./command/command.ts";
import { commands } from "./commands.ts";
import { helpOf, overview } from "./help.ts";
import { keepAnchors } from "./open/opened.ts";
import { restoreTerminal, Terminal } from "./output/terminal.ts";

const everywhere = {
  json: { type: "boolean" },
  debug: { type: "boolean" },
  help: { type: "boolean" },
} as const satisfies Options;

const terminal = new Terminal({ json: process.argv.includes("--json") });

process.on("SIGINT", () => {
  restoreTerminal();
  const [message, action] = ["Interrupted. Nothing is lost; where things stand:", bunRun("kit status")];
  process.stderr.write(`\n${message} ${action}\n`);
  terminal.answer({ error: { code: "interrupted", message, action } });
  process.stdout.write("", () => process.exit(130));
});

process.stdout.on("error", (error) => {
  if (isClosedPipe(error)) process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  try {
    if (name === undefined || name === "--help" || name === "help") {
      terminal.say(overview());
      return name === undefined ? 2 : 0;
    }
    if (name === "--version") {
      terminal.say(kitVersion);
      return 0;
    }
    return await runCommand(name, args);
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    const { explain } = await import("./output/explain.ts");
    return await explain(error, { terminal, debug: args.includes("--debug") });
  }
}

/** Whoever read what was printed has read enough: `kit history shop | head`. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

async function runCommand(name: string, args: string[]): Promise<number> {
  const registered = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!registered) {
    const meant = closest(name, Object.keys(commands));
    throw new Refusal(
      "command-unknown",
      `kit has no command "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
      {
        kind: "usage",
        action: kit("--help"),
      },
    );
  }
  await import("./uncompiled-schemas.ts");
  const command = await registered.load();
  if (args.includes("--help") && !command.passesThrough) {
    terminal.say(helpOf(name, registered.summary, command));
    return 0;
  }
  const parsed = command.passesThrough ? { positionals: [], values: {} } : parse(name, command, args);
  try {
    const { code, json } = await command.run({ ...parsed, raw: args }, terminal);
    terminal.answer(json);
    return code;
  } finally {
    await keepAnchors();
  }
}

function parse(name: string, command: Command<Options>, args: string[]) {
  const options = { ...command.options, ...everywhere };
  try {
    const parsed = parseArgs({ args, options, strict: true, allowPositionals: true });
    if (parsed.positionals.length <= command.positionals) return parsed;
    throw new Error(`Unexpected argument "${parsed.positionals[command.positionals]}".`);
  } catch (error) {
    const text = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new Refusal("usage", `${text.replace(/\.$/, "")}. It is called so: kit ${command.usage}`, {
      kind: "usage",
      action: kit(name, undefined, { help: true }),
    });
  }
}
