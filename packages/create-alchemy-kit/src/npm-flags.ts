import { CommandError } from "@alchemy-kit/generators";
import { createCommand, type PackageManager } from "./package-manager.ts";

/** Flags of ours that take a value. npm keeps the flag and passes the value on, as if it were another folder. */
const WITH_VALUE = ["template", "with", "directory", "package-manager"];

/**
 * Refuses when npm has kept flags for itself that were meant for us: `npm create alchemy-kit my-app --no-git`
 * runs us with `my-app` alone, and `npm_config_git=false` in the environment. `--yes` is not looked for: npm
 * sets that itself.
 *
 * @throws CommandError with the command that was meant.
 */
export function refuseFlagsKeptByNpm(
  manager: PackageManager,
  version: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  if (manager.name !== "npm") return;
  const own = args.filter((arg) => arg !== "--");
  const flags = [
    ...["git", "install"].flatMap((name) => (isOff(kept(name, env)) ? `--no-${name}` : [])),
    ...["json", "dry-run"].flatMap((name) => (kept(name, env) === "true" ? `--${name}` : [])),
  ].filter((flag) => !own.includes(flag));
  const withValue = WITH_VALUE.filter((name) => kept(name, env) !== undefined && !own.includes(`--${name}`));
  if (flags.length + withValue.length === 0) return;
  const meant = [...own.slice(0, 1), ...flags, ...values(withValue, own.slice(1), env), ...ownFlags(own)];
  throw new CommandError(
    "usage",
    [
      "npm kept some flags for itself, so nothing was made. They come after “--”:",
      `  ${createCommand(manager, version, meant)}`,
    ].join("\n"),
  );
}

function kept(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return env[`npm_config_${name.replaceAll("-", "_")}`];
}

/** npm says `false`, or nothing at all, for `--no-…`. */
function isOff(value: string | undefined): boolean {
  return value === "" || value === "false";
}

/** The flags with their values: as npm has them, or as the one thing it passed on. Of several it does not say whose is which. */
function values(names: string[], passedOn: string[], env: NodeJS.ProcessEnv): string[] {
  const [only, ...more] = passedOn.filter((arg) => !arg.startsWith("--"));
  return names.flatMap((name) => {
    const value = kept(name, env);
    if (value !== undefined && value !== "true") return [`--${name}`, value];
    return [`--${name}`, names.length === 1 && only !== undefined && more.length === 0 ? only : "…"];
  });
}

function ownFlags(args: readonly string[]): string[] {
  return args.filter((arg) => arg.startsWith("--"));
}
