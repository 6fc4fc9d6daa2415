import { parseArgs } from "node:util";
import { CommandError } from "@alchemy-kit/generators";

const options = {
  template: { type: "string", default: "app" },
  with: { type: "string" },
  directory: { type: "string" },
  "package-manager": { type: "string" },
  "no-install": { type: "boolean", default: false },
  "no-git": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

export type Arguments = ReturnType<typeof parseArguments>["values"] & { given: string | undefined };

/**
 * Reads the command line. A bare `--` means nothing wherever it stands: Bun and pnpm pass it on, npm does not.
 *
 * @throws CommandError when an option is unknown, or more than one folder is named.
 */
export function readArguments(args: readonly string[], self: string): Arguments {
  const { values, positionals } = parseArguments(
    args.filter((arg) => arg !== "--"),
    self,
  );
  const [given, ...more] = positionals;
  if (more.length > 0) throw new CommandError("usage", `One folder at a time, not: ${positionals.join(" ")}`);
  return { ...values, given };
}

function parseArguments(args: string[], self: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new CommandError("usage", `${reason}. See: ${self} --help`);
  }
}
