import { CommandError } from "@alchemy-kit/generators";
import { createCommand, type PackageManager } from "./package-manager.ts";

/** How npm shows, in the environment, that it has kept one of our flags. `--yes` is not here: npm sets that itself. */
const KEPT: Record<string, (value: string) => string[]> = {
  git: negated("--no-git"),
  install: negated("--no-install"),
  json: whenTrue("--json"),
  "dry-run": whenTrue("--dry-run"),
  template: (value) => ["--template", value],
  with: (value) => ["--with", value],
  directory: (value) => ["--directory", value],
  "package-manager": (value) => ["--package-manager", value],
};

/**
 * Refuses when npm has kept flags for itself that were meant for us: `npm create alchemy-kit my-app --no-git`
 * runs us with `my-app` alone, and `npm_config_git=false` in the environment.
 *
 * @throws CommandError with the command that was meant.
 */
export function refuseSwallowed(
  manager: PackageManager,
  version: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  if (manager.name !== "npm") return;
  const kept = Object.entries(KEPT).flatMap(([flag, spell]) => {
    const value = env[`npm_config_${flag.replaceAll("-", "_")}`];
    const spelled = value === undefined ? [] : spell(value);
    return args.includes(spelled[0] ?? "") ? [] : spelled;
  });
  if (kept.length === 0) return;
  const own = args.filter((arg) => arg !== "--");
  throw new CommandError(
    "usage",
    [
      `npm kept ${kept.join(" ")} for itself, so nothing was made. Flags come after “--”:`,
      `  ${createCommand(manager, version, [...own, ...kept])}`,
    ].join("\n"),
  );
}

/** npm says `false`, or nothing at all, for `--no-…`. */
function negated(flag: string) {
  return (value: string) => (value === "" || value === "false" ? [flag] : []);
}

function whenTrue(flag: string) {
  return (value: string) => (value === "true" ? [flag] : []);
}
