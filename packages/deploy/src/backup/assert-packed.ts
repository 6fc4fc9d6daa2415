import { realpath } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { AskedDatabase } from "../migrations/asked-database.ts";
import { Refusal } from "../names/user-error.ts";
import { listedFolders } from "../workspace/artifact/artifact.ts";

/**
 * Makes sure that what a program gives a database came with its artifact, and was reviewed with it.
 * @param home the unpacked artifact
 * @throws Refusal naming the database and the folder or file
 */
export async function assertPacked(asked: AskedDatabase, home: string): Promise<void> {
  const root = await realpath(home);
  if (asked.folder !== null) await assertFolder(asked, asked.folder, root);
  for (const { id } of asked.imports) {
    if (pathBelow(root, resolve(root, id)) === undefined) throw refusal(asked, "importFiles", id);
  }
}

async function assertFolder(asked: AskedDatabase, folder: string, root: string): Promise<void> {
  const path = pathBelow(root, folder);
  const manifest = Bun.file(join(root, "artifact.json"));
  const listed = (await manifest.exists()) ? listedFolders(await manifest.text()) : undefined;
  const isPacked = path !== undefined && (listed?.includes(path) ?? true);
  if (!isPacked) throw refusal(asked, "migrationsDir", path ?? folder);
}

/** A path below a folder, with slashes; `undefined` for one that leads elsewhere. */
function pathBelow(root: string, path: string): string | undefined {
  const below = relative(root, path).split(sep).join("/");
  return below === "" || below === ".." || below.startsWith("../") ? undefined : below;
}

function refusal({ resource, name }: AskedDatabase, prop: string, path: string): Refusal {
  return new Refusal(
    "sql-not-packed",
    `D1Database("${resource}"), the database ${name}, takes ${prop} from ${path}, which was not packed with the release, so nothing of it was reviewed. Nothing was applied to it. Write the path as text in alchemy.run.ts, such as ${prop}: ${prop === "importFiles" ? '["./seed.sql"]' : '"./migrations"'}, and deploy again.`,
  );
}
