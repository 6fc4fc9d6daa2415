import { CommandError } from "@alchemy-kit/generators";
import { shellWord } from "./shell-word.ts";

const NAMES = ["bun", "npm", "pnpm", "yarn"] as const;

/** The package manager that the user came with; its version where that is known. */
export type PackageManager = { name: (typeof NAMES)[number]; version: string | undefined };

/**
 * The one named, or else the one that runs this, by what it says of itself in `npm_config_user_agent`
 * (`pnpm/10.1.0 npm/? node/v22.0.0 linux x64`); Bun when none does.
 *
 * @throws CommandError when there is none of that name.
 */
export function packageManager(wanted: string | undefined, userAgent: string | undefined): PackageManager {
  const [, running, version] = /^(\w+)\/(\S+)/.exec(userAgent ?? "") ?? [];
  const asked = wanted ?? running ?? "bun";
  const name = NAMES.find((known) => known === asked);
  if (name) return { name, version: name === running ? version : undefined };
  if (wanted === undefined) return { name: "bun", version: undefined };
  throw new CommandError(
    "usage",
    `There is no package manager “${wanted}” here. There is: ${NAMES.join(", ")}.`,
  );
}

/**
 * The command that runs create-alchemy-kit with these arguments, in the words of a package manager.
 *
 * npm keeps every flag before `--` for itself, Yarn 1 looks for a program named after the version, and newer
 * Yarns have `create` only for the newest version.
 */
export function createCommand(manager: PackageManager, version: string, args: readonly string[]): string {
  const words = [program(manager, version), ...separated(manager, args).map(shellWord)];
  return words.join(" ");
}

function program({ name, version: own }: PackageManager, version: string): string {
  if (name !== "yarn") return `${name} create alchemy-kit@${version}`;
  return own === undefined || own.startsWith("1.")
    ? `npx --yes create-alchemy-kit@${version}`
    : `yarn dlx create-alchemy-kit@${version}`;
}

function separated({ name }: PackageManager, args: readonly string[]): readonly string[] {
  const flags = args.findIndex((arg) => arg.startsWith("--"));
  return name === "npm" && flags !== -1 ? args.toSpliced(flags, 0, "--") : args;
}
