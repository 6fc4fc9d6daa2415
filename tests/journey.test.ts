import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { healthOf, statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

const eventRow = z.object({ seq: z.number(), prev: z.string(), hash: z.string(), body: z.string() });

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());

const list = z.object({ items: z.array(z.object({ text: z.string() })) });

/** The texts on a Worker's list, or the status where it does not answer well. */
async function listOf(worker: string): Promise<string[] | number> {
  const { port } = new URL((await workspace.emulator()).workersUrl);
  const response = await fetch(`http://${worker}.localhost:${port}/api/items`);
  return response.ok ? list.parse(await response.json()).items.map(({ text }) => text) : response.status;
}

async function addTo(worker: string, text: string): Promise<void> {
  const { port } = new URL((await workspace.emulator()).workersUrl);
  const response = await fetch(`http://${worker}.localhost:${port}/api/items`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  expect(response.status).toBe(201);
}

/** Deploys what the folder holds and takes it into prod. */
async function ship(): Promise<void> {
  expect((await workspace.kit("deploy", "shop", "--profile", "staging")).code).toBe(0);
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
  expect((await workspace.kit("resume", "shop")).code).toBe(0);
}

// One story: each test goes on from the one before it.

test("an app is stamped out, and nothing else is touched but the lockfile", async () => {
  expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
  const changed = (await workspace.changes()).trim().split("\n");
  expect(changed.filter((line) => !line.includes("apps/shop/") && !line.endsWith("bun.lock"))).toEqual([]);
  await workspace.run(["git", "add", "--all"]);
  await workspace.run(["git", "commit", "--quiet", "--message", "The app"]);
});

test("a deploy makes v1 and ships it to staging, proved by HTTP and by --json", async () => {
  const deployed = await workspace.kit("deploy", "shop", "--profile", "staging", "--json");
  expect(deployed.stderr).toContain("started the local emulator");
  expect(deployed.json()).toMatchObject({
    app: "shop",
    profile: "staging",
    release: "v1",
    outcome: "succeeded",
  });
  expect(deployed.code).toBe(0);

  const { profiles, runs } = await statusOf(workspace, "shop");
  expect(runs).toEqual([]);
  expect(profiles.staging).toMatchObject({
    release: "v1",
    health: "healthy",
    traffic: [{ release: "v1", percentage: 100 }],
  });
  expect(profiles.prod).toEqual({ release: null, digest: null, url: null, health: null, traffic: [] });

  const answer = await healthOf(workspace, "shop-staging");
  expect(answer).toMatchObject({ status: "ok", app: "shop", profile: "staging", release: "v1" });
  expect(answer.digest).toBe(profiles.staging?.digest);
  expect(answer.version).toBe(profiles.staging?.traffic[0]?.version);
});

test("the same deploy again makes no new release, and says so", async () => {
  const again = await workspace.kit("deploy", "shop", "--profile", "staging");
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("no new release");
  expect((await workspace.kit("deploy", "shop", "--json")).json()).toMatchObject({
    release: "v1",
    outcome: "unchanged",
  });
});

test("a promotion waits at the gate with exit code 3, naming it and the command to approve", async () => {
  const promoted = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(promoted.code).toBe(3);
  expect(promoted.stdout).toContain("prod-approval");
  expect(promoted.stdout).toMatch(/run kit approve shop --gate prod-approval/);
  const { runs, profiles } = await statusOf(workspace, "shop");
  expect(runs).toMatchObject([
    { release: "v1", profile: "prod", state: "waiting", waitingFor: "prod-approval" },
  ]);
  expect(profiles.prod?.traffic).toEqual([]);
  expect((await workspace.kit("resume", "shop")).code).toBe(3);
});

test("approved and resumed, prod runs staging's very bytes, whatever the checkout says by now", async () => {
  await workspace.write(
    "apps/shop/migrations/0002_later.sql",
    "CREATE TABLE later (id INTEGER PRIMARY KEY);\n",
  );
  const undo = await workspace.replace("apps/shop/alchemy.run.ts", "APP: app.appName", 'APP: "changed"');

  expect((await workspace.kit("approve", "shop", "--gate", "prod-approval", "--comment", "go")).code).toBe(0);
  const resumed = await workspace.kit("resume", "shop");
  expect(resumed.code).toBe(0);
  expect(resumed.stdout).not.toContain("build");

  const [staging, prod] = [await healthOf(workspace, "shop-staging"), await healthOf(workspace, "shop-prod")];
  expect(prod).toMatchObject({ app: "shop", profile: "prod", release: "v1", digest: staging.digest });
  expect(await tablesOf("shop-prod-db")).toContain("items");
  expect(await tablesOf("shop-prod-db")).not.toContain("later");

  await undo();
  await workspace.run(["rm", "apps/shop/migrations/0002_later.sql"]);
});

test("a change ships as v2, each profile with data of its own", async () => {
  await addTo("shop-prod", "written under v1");
  await workspace.replace("apps/shop/src/api/items.ts", "FROM items ORDER BY", "FROM itmes ORDER BY");
  await ship();
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v2" });
  expect(await listOf("shop-prod")).toBe(500);
});

test("a rollback gives prod back to v1, and leaves staging alone", async () => {
  const before = await healthOf(workspace, "shop-staging");
  const back = await workspace.run(["scripts/rollback.sh", "prod"]);
  expect(back).toMatchObject({ code: 0 });
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });
  expect(await listOf("shop-prod")).toEqual(["written under v1"]);
  expect(await healthOf(workspace, "shop-staging")).toEqual(before);
});

test("a second rollback refuses, and does not return to v2", async () => {
  const again = await workspace.run(["scripts/rollback.sh", "prod"]);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("nothing good to go back to");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });
});

test("v2 is bad now: it is neither promoted again nor deployed again", async () => {
  const promoted = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(promoted).toMatchObject({ code: 0 });
  expect(promoted.stdout).toMatch(/v2, which was found bad/);
  const rolled = await workspace.kit("rollback", "shop", "--profile", "prod", "--to", "v2");
  expect(rolled.code).toBe(1);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });
});

test("the history tells all of it", async () => {
  const { stdout } = await workspace.kit("history", "shop");
  const told = [
    "v1 released",
    "v1 → staging",
    "prod-approval pending",
    "approved",
    "v2 → prod",
    "v2 found bad",
    "v1 back to prod",
  ];
  for (const line of told) expect(stdout).toContain(line);
});

test("who has read enough of it is no error", async () => {
  const piped = await workspace.paste("bun run kit history shop | head -1");
  expect(piped).toMatchObject({ code: 0, stderr: "" });
});

test("the ledger is exported whole, and whoever has it can prove it without the kit", async () => {
  const { stdout: lines } = await workspace.kit("audit", "export", "shop");
  const rows = lines
    .trimEnd()
    .split("\n")
    .map((line) => eventRow.parse(JSON.parse(line)));
  let before = "genesis";
  for (const { seq, prev, hash, body } of rows) {
    const said = new Bun.CryptoHasher("sha256").update(JSON.stringify(["shop", seq, prev, body]));
    expect({ prev, hash }).toEqual({ prev: before, hash: said.digest("hex") });
    before = hash;
  }
  const { stdout: table } = await workspace.kit("audit", "export", "shop", "--format", "csv");
  const [head, ...records] = table.trimEnd().split("\n");
  expect(head).toBe("seq,prev,hash,body");
  expect(records).toEqual(
    rows.map(({ seq, prev, hash, body }) => `${seq},${prev},${hash},"${body.replaceAll('"', '""')}"`),
  );
});

test("the ledger verifies, survives a restart of the emulator, and shows any change", async () => {
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);
  await workspace.kit("emulator", "stop");
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release: "v1" });

  const last = "SELECT * FROM event WHERE app = 'shop' ORDER BY seq DESC LIMIT 1";
  const [end] = await query("kit-ledger", last);
  const { seq } = z.object({ seq: z.number() }).parse(end);
  await query("kit-ledger", `UPDATE event SET app = 'nobody' WHERE app = 'shop' AND seq = ${seq}`);
  const cut = await workspace.kit("audit", "verify", "shop");
  expect(cut.code).toBe(1);
  expect(cut.stdout).toContain(`bears the mark of event ${seq}: its end was cut off`);
  await query("kit-ledger", `UPDATE event SET app = 'shop' WHERE app = 'nobody'`);
  expect((await workspace.kit("audit", "verify", "shop")).code).toBe(0);

  const tamper =
    "UPDATE event SET body = replace(body, 'v2', 'v3') WHERE seq = (SELECT max(seq) FROM event WHERE body LIKE '%v2%')";
  await query("kit-ledger", tamper);
  const verified = await workspace.kit("audit", "verify", "shop", "--json");
  expect(verified.code).toBe(1);
  expect(verified.json()).toMatchObject({
    ok: false,
    reason: expect.stringContaining("was changed after it was written"),
  });
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).stderr).toContain("tampered");
});

async function tablesOf(database: string): Promise<string[]> {
  const rows = await query(database, "SELECT name FROM sqlite_master WHERE type = 'table'");
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name);
}

async function query(database: string, sql: string): Promise<unknown[]> {
  return new Platform(await workspace.emulator()).query(database, sql);
}
