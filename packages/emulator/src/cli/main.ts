#!/usr/bin/env bun
import { type Arguments, readArguments, UsageError } from "./arguments.ts";

const HELP = `Examples:
  kit-emulator start                     run it here until Ctrl-C
  kit-emulator start --detach            run it in the background; returns once it is ready
  kit-emulator status                    what runs, and what to tell alchemy and wrangler
  kit-emulator fire shop-staging "*/5 * * * *"   run a cron trigger now
  kit-emulator stop

Commands:
  start     --dir DIR  --port N  --detach  --reset  --quiet  --json
  status    --dir DIR  --json
  stop      --dir DIR  --json
  fire      WORKER CRON  --dir DIR  --json

  --dir DIR   where everything is kept (default ./.kit/emulator)
  --port N    exactly this port (default: the last one, else 8787, else any that is free)
  --detach    go on in the background
  --reset     forget everything kept in DIR first
  --quiet     do not print what Workers log
  --json      print one JSON object and nothing else
`;

/** Commands load when they are asked for, so that status need not load the server. */
async function run(args: Arguments): Promise<void> {
  if (args.help) return print(HELP);
  switch (args.command) {
    case "start":
      return (await import("./start.ts")).start(args);
    case "status":
      return (await import("./status.ts")).status(args);
    case "stop":
      return (await import("./stop.ts")).stop(args);
    case "fire":
      return (await import("./fire.ts")).fire(args);
    case undefined:
      throw new UsageError("A command is missing: start, status, stop or fire.");
    default:
      throw new UsageError(`"${args.command}" is not a command: start, status, stop or fire.`);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  await run(readArguments(process.argv.slice(2)));
} catch (error) {
  const usage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${usage ? "See: kit-emulator --help\n" : ""}`);
  process.exitCode = usage ? 2 : 1;
}
