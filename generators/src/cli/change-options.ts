import { CommandError } from "../shared/command-error.ts";

/** The options of every command that changes files. `--yes` changes nothing: with arguments, none of them asks. */
export const CHANGE_OPTIONS = {
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

/** The options of a command whose change may need an install. */
export const INSTALL_OPTIONS = {
  ...CHANGE_OPTIONS,
  "no-install": { type: "boolean", default: false },
} as const;

/**
 * Takes the one thing that a command is given a name of.
 *
 * @param question what to ask when there is none or are several, with an example
 * @throws CommandError with that question.
 */
export function onlyPositional(positionals: readonly string[], question: () => string): string {
  const [only, ...more] = positionals;
  if (only === undefined || more.length > 0) throw new CommandError("usage", question());
  return only;
}
