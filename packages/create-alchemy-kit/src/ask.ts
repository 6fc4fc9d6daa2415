import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import { printFeatures, templatesFolder } from "@alchemy-kit/generators";
import { askFeatures, askInTurn, askName, askTemplate } from "@alchemy-kit/generators/ask";
import { kit, version } from "./kit.ts";
import { refuseFlagsKeptByNpm } from "./npm-flags.ts";
import { packageManager } from "./package-manager.ts";

/**
 * Asks the user, who has given no arguments, what is to be made.
 *
 * @returns the arguments that say the same.
 * @throws CommandError when the user leaves, or when npm has kept flags for itself.
 */
export async function askForArguments(
  cwd: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string[]> {
  refuseFlagsKeptByNpm(packageManager(undefined, env.npm_config_user_agent), version, [], env);
  const check = (name: string) => checkFree(cwd, name);
  const about = { templates: templatesFolder(), check, signal };
  const wanted = await askInTurn(
    "A new repository, and its first app.",
    [askName, askTemplate, askFeatures],
    about,
  );
  return [pathFor(wanted.name), "--template", wanted.template, "--with", printFeatures(wanted.features)];
}

function checkFree(cwd: string, name: string) {
  const checked = checkAppName(name);
  if (!checked.ok) return { ...checked, reason: `“${name}” cannot be its name: ${checked.reason}.` };
  if (!existsSync(resolve(cwd, pathFor(name)))) return checked;
  return { ok: false, reason: `${pathFor(name)} is there already.`, suggestion: undefined } as const;
}

/** A clone of the kit cannot hold another repository. */
function pathFor(name: string): string {
  return kit.kind === "clone" ? `../${name}` : name;
}
