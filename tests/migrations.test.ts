import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { statusOf } from "./served.ts";
import { printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
});
afterAll(() => workspace.cleanup());

const answer = z.object({ success: z.literal(true), result: z.unknown() });
const databases = z.array(z.object({ uuid: z.string(), name: z.string() }));
const results = z.tuple([z.object({ results: z.array(z.record(z.string(), z.unknown())) })]);

async function ask(path: string, body?: object): Promise<unknown> {
  const { apiUrl, accountId, token } = await workspace.emulator();
  const response = await fetch(`${apiUrl}/accounts/${accountId}/d1/database${path}`, {
    headers: { authorization: `Bearer ${token}` },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return answer.parse(await response.json()).result;
}

/** Asks the database of a profile, past the kit. */
async function query(profile: string, sql: string): Promise<Record<string, unknown>[]> {
  const all = databases.parse(await ask(""));
  const id = all.find(({ name }) => name === `shop-${profile}-db`)?.uuid;
  return results.parse(await ask(`/${id}/query`, { sql }))[0].results;
}

/** Every note that a profile holds, to the bit; `undefined` where there is no such table. */
async function notes(profile: string): Promise<unknown[] | undefined> {
  const found = await query(profile, "SELECT 1 FROM sqlite_master WHERE name = 'notes'");
  if (found.length === 0) return undefined;
  const exact = ["id", "text", "size", "picture"].map((it) => `quote(${it}) AS ${it}`).join(", ");
  return query(profile, `SELECT ${exact} FROM notes ORDER BY notes.id`);
}

const listed = z.object({
  backups: z.array(
    z.object({
      name: z.string(),
      release: z.string(),
      run: z.string().nullable(),
      databases: z.array(z.unknown()),
    }),
  ),
});

async function backups(profile: string) {
  return listed.parse(
    (await workspace.kit("backup", "shop", "--profile", profile, "--list", "--json")).json(),
  ).backups;
}

async function approve(): Promise<void> {
  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
  expect((await workspace.kit("resume", "shop")).code).toBe(0);
}

const migration = (name: string, sql: string) => workspace.write(`apps/shop/migrations/${name}`, sql);

// One story: each test goes on from the one before it.

test("the first release brings its migrations to an empty profile, and no backup", async () => {
  await migration(
    "0002_notes.sql",
    "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT, size NUMERIC, picture BLOB);",
  );
  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  await approve();
  for (const profile of ["staging", "prod"]) {
    await query(
      profile,
      `INSERT INTO notes (text, size, picture) VALUES ('it''s; zwölf 🍞', 9007199254740993, x'00ff'), (NULL, 0.1, NULL)`,
    );
    expect(await backups(profile)).toEqual([]);
  }
});

test("a migration that what serves can live with is told of, backed up before, and applied once, before its code", async () => {
  await migration(
    "0003_more.sql",
    "CREATE TABLE moods (mood TEXT); INSERT INTO notes (text) VALUES ('from 0003');",
  );
  // Asked by an override before it takes any traffic, the release answers well only with its migration.
  await workspace.replace("apps/shop/src/api/health.ts", "FROM items", "FROM moods");
  const deployed = await workspace.kit("deploy", "shop", "--profile", "staging");
  expect(deployed.stdout).toContain("brings 0003_more.sql; no rollback will undo that");
  expect(deployed.code).toBe(0);
  const [made, ...others] = await backups("staging");
  expect(others).toEqual([]);
  expect(made).toMatchObject({ release: "v1", run: "r3" });
  expect(deployed.stdout).toContain(`kit-backups/shop/staging/${made?.name}`);
  expect((await workspace.kit("history", "shop")).stdout).toContain(`r3 backed up staging as ${made?.name}`);

  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  expect(await query("staging", "SELECT id FROM notes WHERE text = 'from 0003'")).toHaveLength(1);
  expect(await query("prod", "SELECT id FROM notes WHERE text = 'from 0003'")).toHaveLength(0);
});

test("a migration that would break what serves is refused before anything is touched", async () => {
  await migration("0004_drop.sql", "-- Nobody reads them.\nDROP TABLE notes;\n");
  const before = [await statusOf(workspace, "shop"), await notes("staging"), await backups("staging")];
  const planned = await workspace.kit("plan", "shop", "--profile", "staging", "--json");
  expect(planned.json()).toMatchObject({
    migrations: {
      brings: ["0004_drop.sql"],
      faults: [{ severity: "breaks", statement: "DROP TABLE notes" }],
    },
  });
  const refused = await workspace.kit("deploy", "shop", "--profile", "staging");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("v3 brings migrations that v2, which serves staging");
  expect(refused.stderr).toContain(
    "0004_drop.sql: DROP TABLE notes\n    what serves may still use the table notes",
  );
  expect([await statusOf(workspace, "shop"), await notes("staging"), await backups("staging")]).toEqual(
    before,
  );

  const forced = await workspace.paste(printedCommand(refused));
  expect(forced.code).toBe(0);
  expect(forced.stdout).toContain("at risk");
  expect(await notes("staging")).toBeUndefined();
  const [newest] = await backups("staging");
  expect(newest).toMatchObject({ release: "v2" });
  expect((await workspace.kit("history", "shop")).stdout).toContain(
    "v3 → staging, breaking migrations allowed",
  );
});

test("so is its promotion, by what serves there, before anybody is asked to approve it", async () => {
  const held = await notes("prod");
  const planned = await workspace.kit("plan", "shop", "--profile", "prod", "--json");
  expect(planned.json()).toMatchObject({ migrations: { brings: ["0003_more.sql", "0004_drop.sql"] } });
  const refused = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("v3 brings migrations that v1, which serves prod");
  const forced = await workspace.paste(printedCommand(refused));
  expect(forced.code).toBe(3);
  expect(await notes("prod")).toEqual(held);
  expect(await backups("prod")).toEqual([]);
  await approve();
  expect(await notes("prod")).toBeUndefined();
  expect(await backups("prod")).toMatchObject([{ release: "v1" }]);
});

test("a changed migration that was applied already is refused", async () => {
  const putBack = await workspace.replace("apps/shop/migrations/0002_notes.sql", "size NUMERIC", "size REAL");
  const refused = await workspace.kit("deploy", "shop", "--profile", "staging");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("0002_notes.sql was changed after it was applied");
  await putBack();
});

test("a restore shows what it would do, and asks to be meant", async () => {
  const dry = await workspace.kit(
    "restore",
    "shop",
    "--profile",
    "prod",
    "--from",
    "latest",
    "--dry-run",
    "--json",
  );
  expect(dry.code).toBe(0);
  expect(dry.json()).toMatchObject({ dryRun: true, reapplied: ["0003_more.sql", "0004_drop.sql"] });
  const unmeant = await workspace.kit("restore", "shop", "--profile", "prod", "--from", "latest");
  expect(unmeant.code).toBe(2);
  expect(printedCommand(unmeant)).toMatch(/--yes$/);
  const unknown = await workspace.kit("restore", "shop", "--profile", "prod", "--from", "../x", "--yes");
  expect(unknown.code).toBe(2);
  expect(await notes("prod")).toBeUndefined();
  expect(await backups("prod")).toHaveLength(1);
});

test("after a rollback, the data of before comes back, and what was replaced is kept", async () => {
  expect((await workspace.kit("rollback", "shop", "--profile", "prod")).code).toBe(0);
  const [oldest] = await backups("prod");
  const restored = await workspace.kit(
    "restore",
    "shop",
    "--profile",
    "prod",
    "--from",
    `${oldest?.name}`,
    "--yes",
  );
  expect(restored.stderr).toBe("");
  expect(restored.code).toBe(0);
  expect(await notes("prod")).toEqual([
    { id: "1", text: "'it''s; zwölf 🍞'", size: "9007199254740993", picture: "X'00FF'" },
    { id: "2", text: "NULL", size: "0.1", picture: "NULL" },
  ]);
  const [replaced] = await backups("prod");
  expect(replaced).toMatchObject({ release: "v1", run: null });
  const { profiles } = await statusOf(workspace, "shop");
  expect(profiles.prod).toMatchObject({ release: "v1", health: "healthy" });
  expect((await workspace.kit("history", "shop")).stdout).toContain(
    `prod restored from ${oldest?.name}; what it held is kept as ${replaced?.name}`,
  );
});

test("what the restored data lacks is applied again by the next release that brings it", async () => {
  await workspace.replace("apps/shop/src/page/app.tsx", "</main>", "<p>mended</p></main>");
  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  const promoted = await workspace.kit("promote", "shop", "--profile", "prod", "--allow-breaking-migration");
  expect(promoted.code).toBe(3);
  await approve();
  expect(await notes("prod")).toBeUndefined();
});

test("older data restored beneath a newer release gets that one's migrations", async () => {
  const platform = new Platform(await workspace.emulator());
  const workers = await platform.workers();
  const [newest] = await backups("prod");
  const restored = await workspace.kit("restore", "shop", "--profile", "prod", "--from", "latest", "--yes");
  expect(restored.code).toBe(0);
  expect(restored.stdout).toContain(`${newest?.name} kept`);
  expect(await platform.workers(), "nothing was uploaded, no traffic moved").toEqual(workers);
  expect(await notes("prod")).toBeUndefined();
  expect((await statusOf(workspace, "shop")).profiles.prod).toMatchObject({
    release: "v5",
    health: "healthy",
  });
  const applied = await query("prod", "SELECT name FROM d1_migrations ORDER BY name");
  expect(applied.map(({ name }) => name)).toEqual([
    "0001_create_items.sql",
    "0002_notes.sql",
    "0003_more.sql",
    "0004_drop.sql",
  ]);
});

test("a backup can be made at any time; a profile without data has none", async () => {
  const made = await workspace.kit("backup", "shop", "--profile", "prod", "--json");
  expect(made.code).toBe(0);
  expect(made.json()).toMatchObject({
    backup: { release: "v5", run: null, databases: [{ snapshot: true }] },
  });
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);
  expect((await workspace.kit("destroy", "shop", "--profile", "prod", "--yes")).code).toBe(0);
  const nothing = await workspace.kit("backup", "shop", "--profile", "prod");
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toContain("There is no data to keep or to replace");
});
