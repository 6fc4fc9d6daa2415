import { join } from "node:path";
import type { AppName } from "@alchemy-kit/deploy/names";
import { type Change, isSame } from "@alchemy-kit/scaffold";
import { appFolder } from "../app/app-folder.ts";
import { CommandError } from "../shared/command-error.ts";
import { readFolder } from "../shared/files.ts";
import { filesAsStamped } from "../update/files-as-stamped.ts";
import { readKitJson } from "../update/kit-json.ts";
import { plainApp } from "./plain-app.ts";

/**
 * The plan that takes the kit out of an app: what remains is a plain alchemy app.
 *
 * @throws CommandError where something of the app uses the kit in a way that only its owner can change.
 */
export async function planLeave(root: string, app: AppName): Promise<Change[]> {
  const folder = appFolder(app);
  const kitJson = await readKitJson(root, `${folder}/kit.json`);
  const files = await readFolder(join(root, folder));
  const plain = plainApp(app, files, filesAsStamped(kitJson.files, kitJson.base, files));
  if (plain.problems.length > 0) {
    throw new CommandError(
      "failed",
      [
        `Nothing was changed: this in ${folder} uses the kit, and how it would do without is yours to say.`,
        ...plain.problems.map((problem) => `  ${problem}`),
      ].join("\n"),
    );
  }
  return [...files].flatMap(([path, before]): Change[] => {
    const after = plain.files.get(path);
    const at = `${folder}/${path}`;
    if (after === undefined) return [{ kind: "remove", path: at, before }];
    return isSame(before, after) ? [] : [{ kind: "edit", path: at, before, after }];
  });
}
