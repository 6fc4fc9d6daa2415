import { chmod, copyFile, link, mkdir, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Change, Plan } from "./change.ts";
import { bytesOf } from "./content.ts";
import { isThere, removeIfEmpty } from "./file.ts";
import { keptAt, stagedAt } from "./journal.ts";
import type { Entry, Journal } from "./journal-schema.ts";
import { foldersAbove } from "./path.ts";
import { ScaffoldError } from "./scaffold-error.ts";

/** One small thing done to the tree. Between any two of them the process may die, and the journal mends it. */
export type Step = { what: string; run: () => Promise<void> };

/**
 * How a plan is carried out: keep what will be touched, prepare everything new beside its place, and only then
 * put it in place, by renames. What can fail for want of space has thus happened before anything is visible.
 */
export function stepsOf(root: string, plan: Plan, journal: Journal): Step[] {
  return [
    ...journal.entries.flatMap((entry) => keep(root, journal, entry)),
    ...plan.flatMap((change) => prepare(root, journal, change)),
    ...journal.folders.map((folder) => placeFolder(root, journal, folder)),
    ...plan.flatMap((change) => place(root, journal, change)),
    ...prune(root, plan),
  ];
}

function keep(root: string, journal: Journal, entry: Entry): Step[] {
  if (entry.kind !== "kept" || entry.how === "move") return [];
  const [from, to] = [join(root, entry.path), join(root, keptAt(journal, entry.slot))];
  if (entry.how === "link") return [{ what: `keep ${entry.path}`, run: () => link(from, to) }];
  const copy = async () => {
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
  };
  return [{ what: `keep ${entry.path}`, run: copy }];
}

function prepare(root: string, journal: Journal, change: Change): Step[] {
  if (change.kind === "remove") return [];
  const folder = folderOf(journal, change.path);
  const staged = folder
    ? join(root, stagedAt(journal, folder), relative(folder, change.path))
    : join(root, stagedAt(journal, change.path));
  const run = async () => {
    await mkdir(dirname(staged), { recursive: true });
    await writeFile(staged, bytesOf(change.after), { flag: "wx" });
    if (change.kind === "edit") await chmod(staged, (await stat(join(root, change.path))).mode);
    else if (change.executable) await chmod(staged, 0o755);
  };
  return [{ what: `prepare ${change.path}`, run }];
}

function placeFolder(root: string, journal: Journal, folder: string): Step {
  const run = async () => {
    if (await isThere(join(root, folder))) throw new ScaffoldError([`${folder} has appeared meanwhile.`]);
    await rename(join(root, stagedAt(journal, folder)), join(root, folder));
  };
  return { what: `put ${folder} in place`, run };
}

function place(root: string, journal: Journal, change: Change): Step[] {
  const [path, staged] = [join(root, change.path), join(root, stagedAt(journal, change.path))];
  switch (change.kind) {
    case "write": {
      if (folderOf(journal, change.path)) return [];
      const run = async () => {
        await link(staged, path);
        await unlink(staged);
      };
      return [{ what: `write ${change.path}`, run }];
    }
    case "edit":
      return [{ what: `edit ${change.path}`, run: () => rename(staged, path) }];
    case "remove": {
      const entry = journal.entries.find((entry) => entry.path === change.path);
      if (entry?.kind !== "kept") throw new Error(`The journal does not know ${change.path}.`);
      const run = () => rename(path, join(root, keptAt(journal, entry.slot)));
      return [{ what: `remove ${change.path}`, run }];
    }
  }
}

/** Folders that removals leave empty go too, the deepest first. */
function prune(root: string, plan: Plan): Step[] {
  const removed = plan.filter((change) => change.kind === "remove");
  const folders = [...new Set(removed.flatMap((change) => foldersAbove(change.path)))];
  return folders
    .sort((a, b) => b.length - a.length)
    .map((folder) => ({
      what: `tidy ${folder}`,
      run: async () => void (await removeIfEmpty(join(root, folder))),
    }));
}

function folderOf(journal: Journal, path: string): string | undefined {
  return journal.folders.find((folder) => path.startsWith(`${folder}/`));
}
