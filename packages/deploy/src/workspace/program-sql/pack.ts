import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { normalize } from "node:path/posix";
import { defaultFolder } from "../../migrations/migration.ts";
import { Refusal } from "../../names/user-error.ts";
import type { App } from "../load-app.ts";
import { type NamedSql, sqlNamedIn } from "./named.ts";

/** The folders and files of an app that its databases take SQL from: paths below the app's, with slashes. */
export interface ProgramSql {
  folders: string[];
  files: string[];
}

/**
 * The SQL that a release of an app must carry.
 * @param code the bundled infrastructure program
 * @throws Refusal when it cannot be told what that is, or it is not in the app's folder
 */
export async function programSql(app: App, code: string): Promise<ProgramSql> {
  const { folders, files, unreadable } = readProgram(app, code);
  const [first] = unreadable;
  if (first) {
    const example = first.prop === "importFiles" ? '["./seed.sql"]' : '"./migrations"';
    throw refusal(
      app,
      `has a D1 database whose ${first.prop} is ${shown(first.written)}, which cannot be told without running it. So it cannot be packed, reviewed or backed up before. Write it as text, such as ${first.prop}: ${example}, in alchemy.run.ts itself.`,
    );
  }
  const named = {
    folders: folders.map((path) => inApp(app, path, "migrationsDir")),
    files: files.map((path) => inApp(app, path, "importFiles")),
  };
  for (const path of named.folders) await assertThere(app, path, "migrationsDir");
  for (const path of named.files) await assertThere(app, path, "importFiles");
  if (named.folders.length > 0) return sorted(named);
  const hasDefault = await isThere(join(app.dir, defaultFolder), "migrationsDir");
  return sorted({ ...named, folders: hasDefault ? [defaultFolder] : [] });
}

/** The folders that an artifact's program names, as far as they can be read: for artifacts that do not list them. */
export function foldersNamedIn(code: string): string[] {
  try {
    return sqlNamedIn(code).folders.map((path) => normalize(path).replace(/\/$/, ""));
  } catch {
    return [];
  }
}

function readProgram(app: App, code: string): NamedSql {
  try {
    return sqlNamedIn(code);
  } catch (error) {
    throw refusal(app, `cannot be read for the migrations that it names: ${String(error)}`);
  }
}

/** @throws Refusal for a path that leads out of the app's folder, or is all of it */
function inApp(app: App, written: string, prop: string): string {
  const path = normalize(written).replace(/\/$/, "");
  const isOutside = isAbsolute(path) || path === "." || path === ".." || path.startsWith("../");
  if (!isOutside) return path;
  throw refusal(
    app,
    `has a D1 database with ${prop}: ${JSON.stringify(written)}, which is no path below apps/${app.name}. A release can carry what is in its app's folder only; put the SQL there, and name it from there.`,
  );
}

async function assertThere(app: App, path: string, prop: string): Promise<void> {
  if (await isThere(join(app.dir, path), prop)) return;
  const what = prop === "importFiles" ? "file" : "folder";
  throw refusal(
    app,
    `has a D1 database with ${prop}: "./${path}", but there is no such ${what} in apps/${app.name}, so none of its SQL would be applied. Make the ${what}, or name the right one.`,
  );
}

async function isThere(path: string, prop: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return (prop === "importFiles" ? found?.isFile() : found?.isDirectory()) ?? false;
}

function sorted({ folders, files }: ProgramSql): ProgramSql {
  return { folders: [...new Set(folders)].sort(), files: [...new Set(files)].sort() };
}

function refusal(app: App, what: string): Refusal {
  return new Refusal("sql-unknown", `apps/${app.name}/alchemy.run.ts ${what} Nothing was released.`);
}

function shown(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
