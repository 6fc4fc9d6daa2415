import { parseArgs } from "node:util";

/** What was typed makes no sense: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

export interface Arguments {
  command: string | undefined;
  /** What the command is about: for fire, a Worker and a cron expression. */
  operands: string[];
  help: boolean;
  dir: string;
  json: boolean;
  port: number | undefined;
  detach: boolean;
  reset: boolean;
  quiet: boolean;
}

const DEFAULT_DIR = "./.kit/emulator";
const OPTIONS = {
  help: { type: "boolean", default: false },
  dir: { type: "string", default: DEFAULT_DIR },
  json: { type: "boolean", default: false },
  port: { type: "string" },
  detach: { type: "boolean", default: false },
  reset: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
} as const;

const OF_START = ["port", "detach", "reset", "quiet"] as const;

/** @throws UsageError that says what was wrong with the arguments */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [command, ...operands] = positionals;
  const wanted = command === "fire" ? 2 : 0;
  if (operands.length > wanted) throw new UsageError(`"${operands[wanted]}" is one argument too many.`);
  const stray = command === "start" ? undefined : OF_START.find((flag) => values[flag]);
  if (command && stray) throw new UsageError(`--${stray} belongs to start, not to ${command}.`);
  return { ...values, command, operands, port: readPort(values.port) };
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node adds advice about positional arguments that does not apply.
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new UsageError(`${sentence}.`);
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new UsageError(`--port wants a number from 1 to 65535, not "${text}".`);
}
