import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkAppName } from "../../config/index.ts";
import { filesOf, migrationFolders, packArtifact } from "../artifact/artifact.ts";
import type { App } from "../load-app.ts";
import { programSql } from "./pack.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error("names");

let app: App;
beforeEach(async () => {
  const dir = await mkdtemp(join(tmpdir(), "kit-pack-"));
  const { name } = shop;
  app = { name, dir, config: { name, profiles: {}, resources: {}, pipeline: [] } };
});
afterEach(() => rm(app.dir, { recursive: true }));

const write = (path: string, text = "SELECT 1;") => Bun.write(join(app.dir, path), text);

const program = (...props: string[]) => props.map((each) => `D1Database("db", { ${each} });`).join("\n");

async function pack(code: string) {
  return packArtifact(
    app,
    { code, workers: new Map() },
    { sql: await programSql(app, code), variables: { names: [], unnamed: [] } },
  );
}

test("a release carries every folder that a database takes migrations from, and says which", async () => {
  await Promise.all([
    write("drizzle/0000_first.sql"),
    write("drizzle/meta/_journal.json", "{}"),
    write("prisma/migrations/20260101_init/migration.sql"),
    write("prisma/schema.prisma", "model A {}"),
    write("seed.sql"),
  ]);
  const artifact = await pack(
    program('migrationsDir: "./drizzle"', 'migrationsDir: "prisma/migrations/", importFiles: ["./seed.sql"]'),
  );
  const files = await filesOf(artifact.bytes);
  expect([...files.keys()]).toEqual([
    "alchemy.run.js",
    "artifact.json",
    "drizzle/0000_first.sql",
    "prisma/migrations/20260101_init/migration.sql",
    "seed.sql",
  ]);
  expect(await migrationFolders(files)).toEqual(["drizzle", "prisma/migrations"]);
  expect(artifact.migrations).toEqual([
    "drizzle/0000_first.sql",
    "prisma/migrations/20260101_init/migration.sql",
  ]);
});

test("the ledger names migrations in migrations/ as it always did", async () => {
  await Promise.all([write("migrations/0001_a.sql"), write("migrations/deep/0002_b.sql")]);
  const { migrations } = await pack(program('migrationsDir: "./migrations"'));
  expect(migrations).toEqual(["0001_a.sql", "deep/0002_b.sql"]);
});

test("the folders of an artifact that does not list them are read from its program", async () => {
  const text = (of: string) => new TextEncoder().encode(of);
  const old = new Map([
    ["artifact.json", text('{ "schema": 1, "app": "shop", "bun": "1.3.0", "kit": "0.1.0" }')],
    ["alchemy.run.js", text(program('migrationsDir: "./dist/sql"'))],
  ]);
  expect(await migrationFolders(old)).toEqual(["migrations", "dist/sql"]);
});

test.each([
  [
    "is not there",
    'migrationsDir: "./sql"',
    'migrationsDir: "./sql", but there is no such folder in apps/shop',
  ],
  ["is a file", 'migrationsDir: "./seed.sql"', "no such folder"],
  [
    "is outside the app",
    'migrationsDir: "../shared/sql"',
    '"../shared/sql", which is no path below apps/shop',
  ],
  ["is an absolute path", 'migrationsDir: "/srv/sql"', "no path below apps/shop"],
  ["is all of the app", 'migrationsDir: "."', "no path below apps/shop"],
  [
    "cannot be told",
    "migrationsDir: process.env.SQL",
    "migrationsDir is process.env.SQL, which cannot be told",
  ],
])("a release whose folder of migrations %s is refused, with what to write", async (_, props, reason) => {
  await write("seed.sql");
  await expect(programSql(app, program(props))).rejects.toThrow(reason);
});

test("a release whose imported file is not there is refused", async () => {
  await expect(programSql(app, program('importFiles: ["./seed.sql"]'))).rejects.toThrow("no such file");
});
