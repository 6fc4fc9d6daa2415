import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Trial } from "../../alchemy/trial.fixture.ts";
import { checkAppName, checkProfileName } from "../../config/index.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { MemoryStore } from "../../ledger/memory.fixture.ts";
import type { Release } from "../../ledger/state.ts";
import { digest, releaseName, runId } from "../../names/identity.ts";
import { openAccount } from "../../platform/cloudflare/index.ts";
import { Archive } from "./archive.ts";
import { type BackupWorld, makeBackup, type Serving } from "./make.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const [app, profile] = [shop.name, prod.name];
const run = runId.parse("r7");
const release: Release = {
  name: releaseName.parse("v1"),
  digest: digest.parse(`sha256:${"a".repeat(64)}`),
  size: 1,
  migrations: null,
  provenance: { commit: null, dirty: false, lockfile: null, bun: "1", kit: "1" },
  artifact: "kept",
  at: "2026-01-01T00:00:00.000Z",
  by: "ada",
};

let trial: Trial;
let world: BackupWorld;
let serving: Serving;
let minute = 0;

beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

/** A world whose clock goes on by a minute whenever it is looked at, with one database of one row. */
beforeEach(async () => {
  const { apiUrl, token, accountId, workersUrl } = trial.account;
  const account = openAccount({ apiUrl, token, accountId, workers: { kind: "local", url: workersUrl } });
  const clock = { now: () => new Date(Date.UTC(2026, 0, 1, 0, minute++)) };
  world = {
    account,
    clock,
    ledger: await Ledger.open(app, new MemoryStore(), { by: "ada", now: clock.now }),
  };
  const name = `db-${minute}`;
  await trial.ask("/d1/database", "POST", JSON.stringify({ name }));
  const { text } = await trial.ask(`/d1/database?name=${name}`);
  const id = /"uuid":"([^"]+)"/.exec(text)?.[1] ?? "";
  await account.databases.batch(id, [{ sql: "CREATE TABLE t (a)" }, { sql: "INSERT INTO t VALUES (1)" }]);
  serving = { release, databases: [{ id, name }] };
});

const told = () => world.ledger.entries.filter(({ event }) => event.type === "backup-made");

test("a run whose backup was made has it still when it is tried again, however its data changed since", async () => {
  const made = await makeBackup(world, profile, serving, run);
  await world.account.databases.batch(serving.databases[0]?.id ?? "", [{ sql: "DELETE FROM t" }]);
  expect(await makeBackup(world, profile, serving, run)).toEqual(made);
  expect(told()).toHaveLength(1);
});

test("a backup that was kept but not told of, for a crash lay between, is told of when it is tried again", async () => {
  const made = await makeBackup(world, profile, serving, runId.parse("r8"));
  const { now } = world.clock;
  world = { ...world, ledger: await Ledger.open(app, new MemoryStore(), { by: "ada", now }) };
  expect(await makeBackup(world, profile, serving, runId.parse("r8"))).toEqual(made);
  expect(told()).toHaveLength(1);
});

test("one that was never finished is none", async () => {
  const archive = new Archive(world.account.backups, app, profile);
  const before = await archive.names();
  const made = await makeBackup(world, profile, serving, null);
  expect(await archive.names()).toEqual([...before, made.name]);
  await world.account.backups.put(`shop/prod/2099-01-01T00-00-00-000Z/db.sql`, new Uint8Array());
  expect(await archive.names()).toEqual([...before, made.name]);
});

test("SQL that is not what was kept is not used", async () => {
  const archive = new Archive(world.account.backups, app, profile);
  const { name, databases } = await makeBackup(world, profile, serving, null);
  const [database] = databases;
  if (database?.kind !== "dump") throw new Error("There is no dump.");
  expect(await archive.readSql(name, database)).toContain('INSERT INTO "t"');
  await world.account.backups.put(
    `shop/prod/${name}/${database.name}.sql`,
    new TextEncoder().encode("DROP TABLE t"),
  );
  await expect(archive.readSql(name, database)).rejects.toThrow(/was changed/);
});
