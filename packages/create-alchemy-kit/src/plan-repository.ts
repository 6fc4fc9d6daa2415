import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { planApp, planRepositoryFiles, readFiles } from "@alchemy-kit/generators";
import type { Change, Plan } from "@alchemy-kit/scaffold";
import { kit, version } from "./kit.ts";
import type { CreateOptions } from "./options.ts";
import { readSharedFiles } from "./shared-files.ts";
import type { TargetFolder } from "./target-folder.ts";

/** Files of lines that each stand alone: to one that is there already, lines can be added. */
const LISTS: readonly string[] = [".gitignore", ".gitattributes"];

/** The plan of a whole repository with one app in it; what its folder has already is kept. */
export async function planRepository({ app, template, target }: CreateOptions): Promise<Plan> {
  const answers = { name: app, kit: version, vendored: kit.kind === "clone" ? "yes" : "" };
  const shared = kit.kind === "clone" ? await readSharedFiles(kit.root) : [];
  const files = [...(await readFiles(kit.repository)), ...shared];
  const own = planRepositoryFiles(files, version, answers);
  const changes = await Promise.all(own.map((change) => unlessThere(change, target)));
  return [...changes.flat(), ...planApp(template, app)];
}

/** The change, where the folder does not have that file already; to a list, the lines that it lacks. */
async function unlessThere(change: Change, target: TargetFolder): Promise<Change[]> {
  if (target.kind !== "existing" || !target.keeps.includes(change.path)) return [change];
  const isList = LISTS.includes(change.path);
  if (!isList || change.kind !== "write" || typeof change.after !== "string") return [];
  return [await addLines(target.path, change.path, change.after)];
}

/** The user's own file, with the lines that it lacks of ours after it. */
async function addLines(folder: string, path: string, ours: string): Promise<Change> {
  const before = await readFile(join(folder, path), "utf8");
  const theirs = before.split("\n").map((line) => line.trim());
  const missing = ours.split("\n").filter((line) => line !== "" && !theirs.includes(line));
  const after = [before.trimEnd(), ...missing].filter(Boolean).join("\n");
  return { kind: "edit", path, before, after: `${after}\n` };
}
