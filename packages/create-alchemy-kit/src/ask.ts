import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import { printFeatures, templatesFolder } from "@alchemy-kit/generators";
import { askFeatures, askInTurn, askName, askTemplate } from "@alchemy-kit/generators/ask";
import { kit, version } from "./kit.ts";
import { packageManager } from "./package-manager.ts";
import { refuseSwallowed } from "./swallowed.ts";

/**
 * Asks for what is to be made, as somebody is asked who has said nothing.
 *
 * @returns the arguments that say the same.
 * @throws CommandError when whoever is asked leaves, or when npm has kept what was said.
 */
export async function askForArguments(
  cwd: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string[]> {
  refuseSwallowed(packageManager(undefined, env.npm_config_user_agent), version, [], env);
  const check = (name: string) => checkFree(cwd, name);
  const place = { templates: templatesFolder(), check, signal };
  const wanted = await askInTurn(
    "A new repository, and its first app.",
    [askName, askTemplate, askFeatures],
    place,
  );
  return [pathFor(wanted.name), "--template", wanted.template, "--with", printFeatures(wanted.features)];
}

function checkFree(cwd: string, name: string) {
  const checked = checkAppName(name);
  if (!checked.ok) return { ...checked, reason: `“${name}” cannot be its name: ${checked.reason}.` };
  if (!existsSync(resolve(cwd, pathFor(name)))) return checked;
  return { ok: false, reason: `${pathFor(name)} is there already.`, suggestion: undefined } as const;
}

/** A clone of the kit is no place for a repository. */
function pathFor(name: string): string {
  return kit.kind === "clone" ? `../${name}` : name;
}
