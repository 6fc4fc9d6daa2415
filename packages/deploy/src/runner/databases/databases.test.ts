import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { Trial, tag } from "../../alchemy/trial.fixture.ts";
import { checkAppName, checkProfileName } from "../../config/index.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { MemoryStore } from "../../ledger/memory.fixture.ts";
import { digest, releaseName, runId } from "../../names/identity.ts";
import { openAccount } from "../../platform/cloudflare/index.ts";
import { Archive } from "../backup/archive.ts";
import type { BackupWorld } from "../backup/make.ts";
import { type DatabaseAsking, type Ended, runProgram } from "../infrastructure-program.ts";
import type { Placement } from "../provisioner.ts";
import { BackingUpGuard } from "./guard.ts";
import { type DatabaseReview, reviewDatabase } from "./review.ts";

const shop = checkAppName("shop");
const staging = checkProfileName("staging");
if (!shop.ok || !staging.ok) throw new Error("names");
const [app, profile] = [shop.name, staging.name];
const placement: Placement = {
  id: runId.parse("r1"),
  profile,
  release: releaseName.parse("v1"),
  digest: digest.parse(`sha256:${"1".padStart(64, "0")}`),
};

let trial: Trial;
beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

let world: BackupWorld;
beforeEach(async () => {
  const now = () => new Date();
  const ledger = await Ledger.open(app, new MemoryStore(), { by: "ada", now });
  const { apiUrl, token, accountId } = trial.account;
  const account = openAccount({ apiUrl, token, accountId, workers: { kind: "workers.dev" } });
  world = { ledger, account, clock: { now } };
});

const silent = {
  during: <T>(_: string, work: () => Promise<T>) => work(),
  note: () => {},
  fault: () => {},
};

const uuidSchema = z.object({ result: z.object({ uuid: z.string() }) });

/** A database as a stranger left it. */
async function makeDatabase(name: string, sql: string): Promise<string> {
  const { text } = await trial.ask("/d1/database", "POST", JSON.stringify({ name }));
  const id = uuidSchema.parse(JSON.parse(text)).result.uuid;
  await world.account.databases.batch(id, [{ sql }]);
  return id;
}

/** An unpacked artifact whose program takes over the database of that name. */
async function unpacked(
  name: string,
  {
    props = 'migrationsDir: "./migrations"',
    files = {},
    extra = "",
    folders = ["migrations"],
  }: {
    props?: string;
    files?: Record<string, string>;
    extra?: string;
    folders?: string[] | null;
  } = {},
): Promise<string> {
  const home = await trial.makeApp(name, {
    extra: `await D1Database("data", { name: "${name}-data", adopt: true, ${props} });\n${extra}`,
    files: {
      "artifact.json": JSON.stringify({ ...(folders && { migrations: folders }) }),
      ...files,
    },
  });
  await copyFile(join(home, "alchemy.run.ts"), join(home, "alchemy.run.js"));
  return home;
}

function run(home: string, databases: DatabaseAsking): Promise<Ended> {
  const { apiUrl, token, accountId } = trial.account;
  const target = { apiUrl, token, accountId, workers: { kind: "workers.dev" as const } };
  const env = { PATH: process.env.PATH, HOME: home, CI: "1", NO_COLOR: "1" };
  return runProgram(
    home,
    ["--stage", "staging"],
    { target, password: "correct horse", env },
    {
      release: tag(1),
      databases,
    },
  );
}

/** Provisions with the guard at work. */
function provision(home: string, how: Partial<Placement> = {}): Promise<Ended> {
  const guard = new BackingUpGuard(world, silent);
  return run(home, { kind: "ask", about: (asked) => guard.admit({ ...placement, ...how }, asked, home) });
}

/** What a survey finds. */
async function survey(home: string): Promise<{ ended: Ended; reviews: DatabaseReview[] }> {
  const reviews: DatabaseReview[] = [];
  const about: DatabaseAsking["about"] = async (asked) => {
    const review = await reviewDatabase(world.account.databases, asked, home);
    if (review) reviews.push(review);
  };
  return { ended: await run(home, { kind: "survey", about }), reviews };
}

async function rows(id: string, sql: string): Promise<unknown> {
  return (await world.account.databases.batch(id, [{ sql }]))[0];
}

async function backups(): Promise<unknown> {
  const archive = new Archive(world.account.backups, app, profile);
  const all = await Promise.all((await archive.names()).map((name) => archive.read(name)));
  return all.flatMap(({ databases }) => databases.map(({ name }) => name));
}

const users = "CREATE TABLE users (name TEXT); INSERT INTO users VALUES ('ada'), ('bob');";
const drop = {
  "migrations/0001_users.sql": "CREATE TABLE users (name TEXT);",
  "migrations/0002_drop.sql": "DROP TABLE users;",
};
const remembered = (table: string, shape: string, sql: string) =>
  `CREATE TABLE ${table} (${shape}); INSERT INTO ${table} ${sql};`;
const wrangler = (table = "d1_migrations") =>
  remembered(
    table,
    "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL",
    "(name) VALUES ('0001_items.sql'), ('0001_users.sql')",
  );

test.each([
  ["wrangler", "one", wrangler(), 'migrationsDir: "./migrations"', ["0002_drop.sql"]],
  [
    "wrangler, in a table of another name",
    "two",
    wrangler("applied"),
    'migrationsDir: "./migrations", migrationsTable: "applied"',
    ["0002_drop.sql"],
  ],
  [
    "alchemy, in its old table",
    "three",
    remembered(
      "d1_migrations",
      "id TEXT PRIMARY KEY, applied_at TEXT",
      "VALUES ('0001_items.sql', 'x'), ('0001_users.sql', 'x')",
    ),
    'migrationsDir: "./migrations"',
    ["0002_drop.sql"],
  ],
  [
    "drizzle, which alchemy knows nothing of",
    "four",
    remembered(
      "__drizzle_migrations",
      "id INTEGER PRIMARY KEY, hash TEXT, created_at NUMERIC",
      "VALUES (1, 'x', 1)",
    ),
    'migrationsDir: "./migrations"',
    ["0001_items.sql", "0001_users.sql", "0002_drop.sql"],
  ],
  [
    "prisma, which alchemy knows nothing of",
    "five",
    remembered("_prisma_migrations", "id TEXT, migration_name TEXT", "VALUES ('1', 'init')"),
    'migrationsDir: "./migrations"',
    ["0001_items.sql", "0001_users.sql", "0002_drop.sql"],
  ],
])(
  "a database migrated by %s is left as it is where a migration would drop its rows",
  async (_, name, memory, props, pending) => {
    const id = await makeDatabase(`${name}-data`, `${memory} ${users}`);
    const home = await unpacked(name, { props, files: drop });
    const { reviews } = await survey(home);
    expect(reviews).toMatchObject([{ name: `${name}-data`, tables: [{ name: "users", rows: 2 }] }]);
    expect(reviews[0]?.pending.map((each) => each.name)).toEqual(pending);
    expect((await trial.databases()).includes(`${name}-staging-db`), "a survey makes nothing").toBe(false);

    await expect(provision(home)).rejects.toThrow(
      `the database ${name}-data, which is there already and holds users (2 rows)`,
    );
    expect(await rows(id, "SELECT name FROM users")).toEqual([["ada"], ["bob"]]);
  },
);

test("a person who takes the risk has it backed up before", async () => {
  const id = await makeDatabase("risk-data", `${wrangler()} ${users}`);
  const home = await unpacked("risk", { files: drop });
  expect(await provision(home, { allowBreakingMigration: true })).toMatchObject({ kind: "ended" });
  expect(await backups()).toContain("risk-data");
  expect(await rows(id, "SELECT 1 FROM sqlite_master WHERE name = 'users'")).toEqual([]);
});

test("a migration that harms nothing goes on, after a backup of a database that holds something", async () => {
  const id = await makeDatabase("calm-data", `${wrangler()} ${users}`);
  const home = await unpacked("calm", { files: { "migrations/0002_more.sql": "CREATE TABLE more (x);" } });
  expect(await provision(home)).toMatchObject({ kind: "ended" });
  expect(await backups()).toContain("calm-data");
  expect(await rows(id, "SELECT name FROM users")).toEqual([["ada"], ["bob"]]);
});

test("a database that holds no table is given its migrations without a backup", async () => {
  await makeDatabase("empty-data", "SELECT 1");
  expect(await provision(await unpacked("empty", { files: drop }))).toMatchObject({ kind: "ended" });
  expect(await backups()).not.toContain("empty-data");
});

test("a table that a migration would make only if it is missing is the one that is there", async () => {
  const sql = "CREATE TABLE IF NOT EXISTS users (name TEXT); DROP TABLE users;";
  await makeDatabase("twice-data", users);
  const home = await unpacked("twice", { files: { "migrations/0000_all.sql": sql } });
  await expect(provision(home)).rejects.toThrow("DROP TABLE users");
});

test("a file that is imported is judged like a migration, each time", async () => {
  const id = await makeDatabase("seeded-data", users);
  const home = await unpacked("seeded", {
    props: 'importFiles: ["./seed.sql"]',
    files: { "seed.sql": "DROP TABLE users;" },
  });
  await expect(provision(home)).rejects.toThrow("seed.sql: DROP TABLE users");
  expect(await rows(id, "SELECT name FROM users")).toHaveLength(2);
});

test("a folder that was not packed with the release stops its program before anything is applied", async () => {
  const files = { "other/0001_x.sql": "CREATE TABLE x (x);" };
  const home = await unpacked("unpacked", { props: 'migrationsDir: "./other"', files });
  await expect(provision(home)).rejects.toThrow(
    'D1Database("data"), the database unpacked-data, takes migrationsDir from other, which was not packed',
  );
  const outside = await unpacked("outside", { props: 'migrationsDir: "../elsewhere"' });
  await expect(provision(outside)).rejects.toThrow("which was not packed");
  const old = await unpacked("older", { props: 'migrationsDir: "./other"', files, folders: null });
  expect(await provision(old), "an older kit listed no folders").toMatchObject({ kind: "ended" });
});

test("a program that cannot be surveyed to its end is stopped when it comes to the database", async () => {
  const id = await makeDatabase("blind-data", `${wrangler()} ${users}`);
  const home = await unpacked("blind", { files: drop });
  const code = await Bun.file(join(home, "alchemy.run.ts")).text();
  const check = 'if (!/^[0-9a-f-]{36}$/.test(db.id)) throw new Error("no database");';
  await Bun.write(
    join(home, "alchemy.run.js"),
    code.replace('await D1Database("data"', `${check}\nawait D1Database("data"`),
  );
  expect(await survey(home)).toMatchObject({ ended: { kind: "failed" }, reviews: [] });
  await expect(provision(home)).rejects.toThrow("holds users (2 rows)");
  expect(await rows(id, "SELECT name FROM users")).toHaveLength(2);
});
