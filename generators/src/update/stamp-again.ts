import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import type { Plan } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { appFolder } from "../app/app-folder.ts";
import { planApp } from "../app/plan-app.ts";
import { planRepositoryFiles } from "../app/plan-repository-files.ts";
import { CommandError } from "../shared/command-error.ts";
import { type Feature, parseFeatures } from "../template/feature.ts";
import { readFiles } from "../template/layer.ts";
import { readTemplate } from "../template/read-template.ts";
import { templateNames, templatesFolder } from "../template/templates-folder.ts";
import { isNewer } from "./is-newer.ts";
import type { KitJson } from "./kit-json.ts";

/** What would be stamped now. `version` is the template's. */
export type Stamp = { version: string; plan: Plan };

/**
 * An app as it would be stamped now, with the answers that were given then.
 *
 * @throws CommandError when its template is not here, or only in an older version than it was stamped from.
 */
export async function stampAgain(root: string, app: string, kitJson: KitJson): Promise<Stamp> {
  const checked = checkAppName(app);
  if (!checked.ok) throw new CommandError("failed", `apps/${app} is no app: ${checked.reason}.`);
  const folder = appFolder(checked.name);
  const own = templatesFolder(root);
  const templates = await templateNames(own);
  if (!templates.includes(kitJson.template)) {
    throw new CommandError(
      "failed",
      `${folder} was stamped from “${kitJson.template}”, which is not here. There is: ${templates.join(", ")}.`,
    );
  }
  const template = await readTemplate(own, kitJson.template, featuresOf(folder, kitJson));
  const { version } = template.about;
  refuseOlder(folder, kitJson.templateVersion, version);
  return { version, plan: planApp(template, checked.name) };
}

/** What it was stamped with; undefined for an app from before there was a choice, which has what is usual. */
function featuresOf(folder: string, { answers }: KitJson): readonly Feature[] | undefined {
  if (answers.with === undefined) return undefined;
  const read = parseFeatures(answers.with);
  if (read.ok) return read.features;
  throw new CommandError("failed", `${folder}/kit.json cannot be read: ${read.reason}`);
}

/**
 * A repository's own files as they would be stamped now; undefined where the kit does not carry them: in a clone
 * of the kit's own repository, whose files were never stamped.
 *
 * @throws CommandError when what is here is older than what was stamped.
 */
export async function stampRepositoryAgain(kitJson: KitJson): Promise<Stamp | undefined> {
  const carried = join(templatesFolder(), "../repository");
  if (!existsSync(carried)) return undefined;
  const manifest: unknown = JSON.parse(await readFile(join(carried, "../package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  refuseOlder("The repository", kitJson.templateVersion, version);
  const answers = { ...kitJson.answers, kit: version };
  return { version, plan: planRepositoryFiles(await readFiles(carried), version, answers) };
}

/** @throws CommandError when what is here is older than what was stamped. */
function refuseOlder(what: string, stamped: string, here: string): void {
  if (!isNewer(stamped, here)) return;
  throw new CommandError(
    "failed",
    `${what} was stamped by version ${stamped} of its template, and here is only ${here}. Update the kit first.`,
  );
}
