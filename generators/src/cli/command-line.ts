import { bunCommand } from "../shared/bun-command.ts";
import { CommandError } from "../shared/command-error.ts";
import type { CommandContext } from "./command.ts";

/** What differs between command lines: what is printed at an interruption, and the command that prints the help. */
export type CommandLine = { interrupted: string; help: () => string };

/**
 * Runs a command line to its end, and leaves the exit code to the process. What goes wrong is printed on standard
 * error; under `--json` as an object on standard output too, so that there is always exactly one.
 *
 * @param main does what `args` ask for; what it throws is what went wrong
 */
export async function runCommandLine(
  args: readonly string[],
  { interrupted, help }: CommandLine,
  main: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  const interrupt = () => abort.abort(new CommandError("interrupted", interrupted));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let hasAnswered = false;
  const out = (text: string) => {
    hasAnswered = true;
    console.log(text);
  };
  const log = (text: string) => console.error(text);
  try {
    await main({ cwd: process.cwd(), out, log, signal: abort.signal });
  } catch (error) {
    const { message, exitCode } = explain(error, help);
    log(message);
    if (args.includes("--json") && !hasAnswered) out(JSON.stringify({ error: { message } }));
    process.exitCode = exitCode;
  }
}

/** An option that is not there is its user's mistake; anything else is a failure. */
function explain(error: unknown, help: () => string): { message: string; exitCode: number } {
  if (error instanceof CommandError) return error;
  if (!(error instanceof Error)) return { message: String(error), exitCode: 1 };
  const isUsage = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (isUsage) return { message: `${error.message.split(". ")[0]}. See: ${help()}`, exitCode: 2 };
  if (error.name === "ResolveMessage") {
    const message = `The kit's own dependencies are not installed. Run: ${bunCommand()} install`;
    return { message, exitCode: 1 };
  }
  return { message: error.message, exitCode: 1 };
}

/** Whether the user can be asked: on a terminal, and not in CI. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env.CI;
}
