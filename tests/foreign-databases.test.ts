import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { type Finished, printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
let platform: Platform;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(workspace.root, path, ".."), { recursive: true });
  await workspace.write(path, text);
}

const deploy = (app: string, ...args: string[]) =>
  workspace.kit("deploy", app, "--profile", "staging", ...args);

async function plan(app: string, profile: string): Promise<Finished> {
  return workspace.kit("plan", app, "--profile", profile, "--json");
}

const backupsSchema = z.object({ backups: z.array(z.object({ name: z.string(), databases: z.unknown() })) });

async function backups(app: string, profile: string) {
  const listed = await workspace.kit("backup", app, "--profile", profile, "--list", "--json");
  return backupsSchema.parse(listed.json()).backups;
}

/** Adopts a wrangler project whose one database has its migrations in drizzle/. */
async function adoptWrangler(name: string, migrations: Record<string, string>): Promise<void> {
  const config = {
    name,
    main: "src/index.ts",
    compatibility_date: "2026-07-01",
    d1_databases: [
      { binding: "DB", database_name: `${name}-data`, database_id: "x", migrations_dir: "drizzle" },
    ],
  };
  await write(`apps/${name}/package.json`, JSON.stringify({ name }));
  await write(`apps/${name}/wrangler.jsonc`, JSON.stringify(config));
  await write(
    `apps/${name}/src/index.ts`,
    `export default { async fetch(_request, env) { return Response.json(await env.DB.prepare("select 1").all()); } };`,
  );
  for (const [file, sql] of Object.entries(migrations)) await write(`apps/${name}/drizzle/${file}`, sql);
  const adopted = await workspace.gen("adopt", `apps/${name}`, "--yes");
  expect(adopted).toMatchObject({ code: 0 });
}

describe("an app that takes its migrations from drizzle/", () => {
  const table = "CREATE TABLE t (x TEXT);\nINSERT INTO t VALUES ('kept');\n";

  test("adopted from wrangler, is released with them", async () => {
    await adoptWrangler("drizzled", { "0000_first.sql": table, "meta/_journal.json": "{}" });
    expect((await plan("drizzled", "staging")).json()).toMatchObject({
      migrations: { brings: ["drizzle/0000_first.sql"] },
    });
    const deployed = await deploy("drizzled");
    expect(deployed.stderr).toBe("");
    expect(deployed.code).toBe(0);
    platform = new Platform(await workspace.emulator());
    expect(await platform.query("drizzled-staging-db", "SELECT x FROM t")).toEqual([{ x: "kept" }]);
  });

  test("has a migration that drops a table planned as breaking, refused, and let in after a backup", async () => {
    await write("apps/drizzled/drizzle/0001_drop.sql", "DROP TABLE t;\n");
    expect((await plan("drizzled", "staging")).json()).toMatchObject({
      migrations: {
        brings: ["drizzle/0001_drop.sql"],
        faults: [{ severity: "breaks", statement: "DROP TABLE t" }],
      },
    });
    const refused = await deploy("drizzled");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("drizzle/0001_drop.sql: DROP TABLE t");
    expect(await platform.query("drizzled-staging-db", "SELECT x FROM t")).toEqual([{ x: "kept" }]);
    const forced = await workspace.paste(printedCommand(refused));
    expect(forced.code).toBe(0);
    expect(await backups("drizzled", "staging")).toMatchObject([
      {
        databases: [
          { name: "drizzled-staging-db", tables: [{ name: "d1_migrations" }, { name: "t", rows: 1 }] },
        ],
      },
    ]);
  });

  test("is no different when the folder gets another name, or a file other line endings", async () => {
    const home = join(workspace.root, "apps/drizzled");
    await mkdir(join(home, "db"));
    await rename(join(home, "drizzle"), join(home, "db/migrations"));
    await workspace.replace("apps/drizzled/alchemy.run.ts", '"./drizzle"', '"./db/migrations"');
    await write("apps/drizzled/db/migrations/0000_first.sql", table.replaceAll("\n", "\r\n"));
    expect((await plan("drizzled", "staging")).json()).toMatchObject({
      migrations: { brings: [], faults: [] },
    });
    expect((await deploy("drizzled")).code).toBe(0);
  });

  test("is refused at build where the folder is not there, or cannot be told", async () => {
    const program = "apps/drizzled/alchemy.run.ts";
    const before = await platform.everything();
    const putBack = await workspace.replace(program, '"./db/migrations"', '"./sql"');
    const absent = await deploy("drizzled");
    expect(absent.code).toBe(1);
    expect(absent.stderr).toContain('migrationsDir: "./sql", but there is no such folder in apps/drizzled');
    await putBack();
    const again = await workspace.replace(
      program,
      '"./db/migrations"',
      'process.env.SQL ?? "./db/migrations"',
    );
    const unknown = await deploy("drizzled");
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(
      'migrationsDir is process.env.SQL ?? "./db/migrations", which cannot be told',
    );
    await again();
    expect(await platform.everything()).toEqual(before);
  });

  test("is stopped before a database gets SQL that was named behind the kit's back", async () => {
    await write("apps/drizzled/hidden/0009_hidden.sql", "DROP TABLE d1_migrations;");
    const putBack = await workspace.replace(
      "apps/drizzled/alchemy.run.ts",
      'migrationsDir: "./db/migrations"',
      '[["migrations", "Dir"].join("")]: "./hidden"',
    );
    const before = await platform.workers();
    const stopped = await deploy("drizzled", "--allow-breaking-migration");
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain("takes migrationsDir from hidden, which was not packed");
    expect(await platform.workers()).toEqual(before);
    expect(await platform.query("drizzled-staging-db", "SELECT name FROM d1_migrations")).toHaveLength(2);
    await putBack();
  });
});

describe("a database that wrangler migrated, with rows, and one migration to come that drops them", () => {
  const made = "CREATE TABLE users (name TEXT);";

  test("goes to staging, where there is none yet", async () => {
    await adoptWrangler("inherited", { "0001_users.sql": made, "0002_drop.sql": "DROP TABLE users;" });
    await platform.makeDatabase(
      "inherited-data",
      `CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
       INSERT INTO d1_migrations (name) VALUES ('0001_users.sql');
       ${made} INSERT INTO users VALUES ('ada'), ('bob');`,
    );
    expect((await deploy("inherited")).code).toBe(0);
  });

  test("is planned and refused at prod before anything is touched, naming what it holds", async () => {
    const before = await platform.everything();
    expect((await plan("inherited", "prod")).json()).toMatchObject({
      migrations: {
        databases: [
          {
            name: "inherited-data",
            tables: [{ name: "users", rows: 2 }],
            pending: ["drizzle/0002_drop.sql"],
            faults: [{ severity: "breaks", statement: "DROP TABLE users" }],
          },
        ],
      },
    });
    const refused = await workspace.kit("promote", "inherited", "--profile", "prod");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "the database inherited-data, which is there already and holds users (2 rows)",
    );
    expect(refused.stderr).toContain("drizzle/0002_drop.sql: DROP TABLE users");
    expect(await platform.everything()).toEqual(before);

    const forced = await workspace.paste(printedCommand(refused));
    expect(forced.code).toBe(3);
    expect(await platform.query("inherited-data", "SELECT name FROM users")).toHaveLength(2);
  });

  test("is backed up before it is migrated, so that it can be restored", async () => {
    expect((await workspace.kit("approve", "inherited", "--gate", "prod-approval")).code).toBe(0);
    expect((await workspace.kit("resume", "inherited")).code).toBe(0);
    expect(
      await platform.query("inherited-data", "SELECT name FROM sqlite_master WHERE name = 'users'"),
    ).toEqual([]);
    expect(await backups("inherited", "prod")).toMatchObject([
      {
        databases: [
          { name: "inherited-data", tables: [{ name: "d1_migrations" }, { name: "users", rows: 2 }] },
        ],
      },
    ]);
    const dry = ["restore", "inherited", "--profile", "prod", "--from", "latest", "--dry-run", "--json"];
    const restore = await workspace.kit(...dry);
    expect(restore.json()).toMatchObject({
      dryRun: true,
      databases: [{ name: "inherited-data" }],
    });
  });
});
