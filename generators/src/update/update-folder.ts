import { join } from "node:path";
import { type Change, isSame, listFiles, type Plan, readContent } from "@alchemy-kit/scaffold";
import type { Files } from "../shared/files.ts";
import { GENERATED_FOLDERS, readPlainFiles } from "../shared/files.ts";
import { filesAsStamped } from "./files-as-stamped.ts";
import { readKitJson, updatedKitJson } from "./kit-json.ts";
import { type FileReport, planUpdate } from "./plan-update.ts";

const KIT_JSON = "kit.json";

/** What an update does to one stamped folder. Paths are relative to the root of the repository. */
export type FolderUpdate = { plan: Change[]; report: FileReport[] };

/**
 * What brings a stamped folder to what would be stamped now, with all that its owner has done to it kept.
 *
 * @param folder relative to `root`; "" is the root itself, in which moves by its owner are not looked for
 * @param stamp the plan of a fresh stamp, `kit.json` included
 * @throws CommandError when the folder's `kit.json` cannot be read.
 */
export async function updateFolder(root: string, folder: string, stamp: Plan): Promise<FolderUpdate> {
  const at = (path: string) => (folder === "" ? path : `${folder}/${path}`);
  const theirs = new Map(writesOf(stamp).map(({ path, after }) => [path.slice(at("").length), after]));
  const kitJson = await readKitJson(root, at(KIT_JSON));
  const fresh = String(theirs.get(KIT_JSON));
  theirs.delete(KIT_JSON);

  const wanted = new Set([...Object.keys(kitJson.files), ...theirs.keys()]);
  const ours = await readOurs(join(root, folder), wanted, folder !== "");
  const base = filesAsStamped(kitJson.files, kitJson.base, ours);
  const labels = { ours: "yours", theirs: "the template" };
  const { plan, report } = planUpdate({ base, ours, theirs }, labels);

  const executable = new Set(writesOf(stamp).flatMap(({ path, executable }) => (executable ? [path] : [])));
  const changes = plan.map((change): Change => {
    const path = at(change.path);
    return change.kind === "write" && executable.has(path)
      ? { ...change, path, executable: true }
      : { ...change, path };
  });
  const old = await readContent(join(root, at(KIT_JSON)));
  const after = updatedKitJson(fresh, kitJson);
  if (old !== undefined && !isSame(old, after)) {
    changes.push({ kind: "edit", path: at(KIT_JSON), before: old, after });
  }
  return {
    plan: changes,
    report: report.map(({ path, from, ...rest }) => ({
      path: at(path),
      ...(from !== undefined && { from: at(from) }),
      ...rest,
    })),
  };
}

function writesOf(plan: Plan) {
  return plan.flatMap((change) => (change.kind === "write" ? [change] : []));
}

/** The wanted files that are there and, where one of them is not and may have been moved, all others. */
async function readOurs(folder: string, wanted: ReadonlySet<string>, lookForMoves: boolean): Promise<Files> {
  const ours = await readPlainFiles(folder, [...wanted]);
  if (!lookForMoves || [...wanted].every((path) => ours.has(path))) return ours;
  const found = await listFiles(folder, GENERATED_FOLDERS);
  const others = found.filter((path) => !wanted.has(path) && path !== KIT_JSON);
  return new Map([...ours, ...(await readPlainFiles(folder, others))]);
}
