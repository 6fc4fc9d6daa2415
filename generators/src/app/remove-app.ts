import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Change, contentOf, type Plan, removeIfEmpty } from "@alchemy-kit/scaffold";
import { GENERATED_FOLDERS } from "../shared/files.ts";
import { applyAndInstall, type InstallOptions } from "../shared/install.ts";

/** The plan that removes these files of an app. */
export async function planRemoval(root: string, folder: string, files: readonly string[]): Promise<Plan> {
  const changes = files.map(async (file): Promise<Change> => {
    const path = `${folder}/${file}`;
    return { kind: "remove", path, before: contentOf(await readFile(join(root, path))) };
  });
  return Promise.all(changes);
}

/** Carries out that plan, takes the app out of the lockfile, and then clears away what work has left behind. */
export async function removeApp(
  root: string,
  folder: string,
  plan: Plan,
  options: Pick<InstallOptions, "install" | "signal">,
): Promise<void> {
  const leftovers = GENERATED_FOLDERS.map((name) => join(root, folder, name));
  await applyAndInstall(root, plan, options);
  await Promise.all(leftovers.map((path) => rm(path, { recursive: true, force: true })));
  if (await removeIfEmpty(join(root, folder))) await removeIfEmpty(dirname(join(root, folder)));
}
