import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AppName } from "@alchemy-kit/deploy/names";
import { appFolder } from "./app-folder.ts";

/** What has this name in the repository already, as the end of a sentence; undefined where nothing has. */
export function findNameConflict(root: string, name: AppName): string | undefined {
  if (existsSync(join(root, appFolder(name)))) return `${appFolder(name)} is there already`;
  const member = workspaceFolders(root).find((folder) => packageName(join(root, folder)) === name);
  if (member !== undefined)
    return `the package in ${member === "" ? "the repository's root" : member} is called so`;
  if (isDependency(root, name)) return "what is here depends on a package that is called so";
  return undefined;
}

/** The folders that may be packages of the repository, its root included: `packages`, or all in one, `packages/*`. */
function workspaceFolders(root: string): string[] {
  const { workspaces }: { workspaces?: unknown } = JSON.parse(read(join(root, "package.json")) ?? "{}");
  const patterns = Array.isArray(workspaces) ? workspaces.map(String) : [];
  return [
    "",
    ...patterns.flatMap((pattern) =>
      pattern.endsWith("/*") ? foldersIn(root, pattern.slice(0, -2)) : pattern,
    ),
  ];
}

function foldersIn(root: string, above: string): string[] {
  if (!existsSync(join(root, above))) return [];
  return readdirSync(join(root, above)).map((name) => `${above}/${name}`);
}

function packageName(folder: string): unknown {
  const text = read(join(folder, "package.json"));
  return text === undefined ? undefined : JSON.parse(text).name;
}

/** An app that was taken away may be in the lockfile still. */
function isDependency(root: string, name: AppName): boolean {
  return new RegExp(`^ {4}"${name}": \\["(?!${name}@workspace:)`, "m").test(
    read(join(root, "bun.lock")) ?? "",
  );
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
