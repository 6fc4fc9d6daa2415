import type { Change } from "@alchemy-kit/scaffold";
import { ADOPTED_TEMPLATE } from "../app/app-manifest.ts";
import { readKitJson, readKitJsonIfThere } from "./kit-json.ts";
import type { FileReport } from "./plan-update.ts";
import { type Stamp, stampAgain, stampRepositoryAgain } from "./stamp-again.ts";
import { updateFolder } from "./update-folder.ts";

/** What an update does, all of it in one plan. `updated` names what it touches, with the versions of its template. */
export type RepositoryUpdate = {
  updated: { what: string; from: string; to: string }[];
  report: FileReport[];
  plan: Change[];
};

/**
 * The plan that brings these apps and, if asked for, the repository's own files to what would be stamped now.
 *
 * @throws CommandError when one of them cannot be stamped any more.
 */
export async function planRepositoryUpdate(
  root: string,
  wanted: { apps: readonly string[]; root: boolean },
): Promise<RepositoryUpdate> {
  const update: RepositoryUpdate = { updated: [], report: [], plan: [] };
  const add = async (folder: string, what: string, from: string, stamp: Stamp) => {
    const { plan, report } = await updateFolder(root, folder, stamp.plan);
    if (plan.length > 0) update.updated.push({ what, from, to: stamp.version });
    update.report.push(...report);
    update.plan.push(...plan);
  };
  const repository = wanted.root ? await readKitJsonIfThere(root, "kit.json") : undefined;
  const stamp = repository && (await stampRepositoryAgain(repository));
  if (repository && stamp) await add("", "the repository", repository.templateVersion, stamp);
  for (const app of wanted.apps) {
    const folder = `apps/${app}`;
    const kitJson = await readKitJson(root, `${folder}/kit.json`);
    // Nothing was stamped into it that could be stamped again.
    if (kitJson.template === ADOPTED_TEMPLATE) continue;
    await add(folder, folder, kitJson.templateVersion, await stampAgain(root, app, kitJson));
  }
  return update;
}
