import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { fieldPaths } from "../packages/deploy/src/ledger/field-paths.fixture.ts";
import { formatOne } from "../packages/deploy/src/ledger/format-1.fixture.ts";
import { Platform } from "./platform.ts";
import { healthOf, statusOf } from "./served.ts";
import { type Finished, hasCommit, Workspace } from "./workspace.ts";

/*
 * One repository, and the kit of two ages on one account: as it was at a commit of format 1, and as it is now.
 */

/** The last commit whose ledgers are in format 1 and may be in use. */
const commit = "a712662";

const isThere = hasCommit(commit);
if (!isThere)
  console.warn(
    `SKIPPED: the kit of ${commit} beside today's, for git does not have that commit here (git fetch --unshallow).`,
  );

let newer: Workspace;
let older: Workspace;
beforeAll(async () => {
  if (!isThere) return;
  [newer, older] = await Promise.all([Workspace.create(), Workspace.createAt(commit)]);
  await newer.kit("emulator", "start", "--detach");
  await older.gen("app", "shop", "--yes");
}, 240_000);
afterAll(() => Promise.all([older?.cleanup(), newer?.cleanup()]));

/** What the older kit does, on the emulator of the newer one. */
function old(...args: string[]): Promise<Finished> {
  const env = { KIT_EMULATOR_DIR: join(newer.root, ".kit", "emulator") };
  return older.run([process.execPath, "run", "kit", ...args], { env });
}

const change = (workspace: Workspace, text: string) =>
  workspace.write("apps/shop/public/robots.txt", `# ${text}\n`);

/** Expects a command to end with this code, and shows what it said when it does not. */
function ended({ code, stdout, stderr }: Finished, expected: number): void {
  expect({ code, said: stdout + stderr }).toMatchObject({ code: expected });
}

describe.skipIf(!isThere)("what the kit of format 1 has made", () => {
  beforeAll(async () => {
    ended(await old("deploy", "shop"), 0);
    ended(await old("promote", "shop", "--profile", "prod"), 3);
    ended(await old("approve", "shop", "--gate", "prod-approval"), 0);
    ended(await old("resume", "shop"), 0);
    await change(older, "second");
    ended(await old("deploy", "shop"), 0);
    ended(await old("promote", "shop", "--profile", "prod"), 3);
    await cp(join(older.root, "apps/shop"), join(newer.root, "apps/shop"), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)$/.test(path),
    });
    ended(await newer.run([process.execPath, "install"]), 0);
    await newer.commit();
  }, 240_000);

  test("is opened and verified by today's, with the run that waits", async () => {
    ended(await newer.kit("audit", "verify", "shop"), 0);
    expect(await statusOf(newer, "shop")).toMatchObject({
      profiles: { staging: { release: "v2" }, prod: { release: "v1", health: "healthy" } },
      runs: [{ release: "v2", profile: "prod", waitingFor: "prod-approval" }],
    });
    expect((await newer.kit("history", "shop")).stdout).toMatch(/v1 released[\s\S]*v2 released/);
  });

  test("goes on with today's: the run that waits, the next release, and back to the first", async () => {
    ended(await newer.kit("approve", "shop", "--gate", "prod-approval"), 0);
    ended(await newer.kit("resume", "shop"), 0);
    expect(await healthOf(newer, "shop-prod")).toMatchObject({ release: "v2" });
    await change(newer, "third");
    ended(await newer.kit("deploy", "shop"), 0);
    expect(await healthOf(newer, "shop-staging")).toMatchObject({ release: "v3" });
    ended(await newer.kit("rollback", "shop", "--profile", "prod"), 0);
    expect(await healthOf(newer, "shop-prod")).toMatchObject({ release: "v1" });
    ended(await newer.kit("audit", "verify", "shop"), 0);
  }, 120_000);

  test("is an app that today's generators update, with no conflict", async () => {
    const updated = await newer.gen("update", "shop", "--dry-run", "--json");
    ended(updated, 0);
    expect(updated.json()).toMatchObject({ conflicts: [] });
  });

  test("is what its events are read by: every field of theirs is known", async () => {
    const code = `import { z } from "zod";
      import { event } from "./packages/deploy/src/ledger/event.ts";
      console.log(JSON.stringify(z.toJSONSchema(event, { unrepresentable: "any", io: "input" })));`;
    expect(fieldPaths((await older.run([process.execPath, "-e", code])).json())).toEqual(formatOne);
  });
});

describe.skipIf(!isThere)("a ledger that today's kit has written to", () => {
  test("stays open to the kit of format 1 while that reads every event rightly", async () => {
    ended(await old("audit", "verify", "shop"), 0);
    ended(await old("lock", "shop", "--profile", "prod", "--reason", "the sale"), 0);
    ended(await newer.kit("unlock", "shop", "--profile", "prod", "--reason", "over"), 0);
  }, 120_000);

  describe("what the kit of format 1 would misread", () => {
    beforeAll(async () => {
      ended(await newer.kit("promote", "shop", "--profile", "prod"), 3);
      const program = [process.execPath, "tests/raise-format.ts", JSON.stringify(await newer.emulator())];
      ended(await newer.run(program), 0);
      await change(older, "fourth");
    }, 120_000);

    test("can be looked at with it: status, history and audit answer", async () => {
      const status = await old("status", "shop", "--json");
      ended(status, 0);
      expect(status.json()).toMatchObject({
        runs: [{ release: "v3", profile: "prod", waitingFor: "prod-approval" }],
      });
      const history = await old("history", "shop");
      ended(history, 0);
      expect(history.stdout).toContain("something that only a later version of the kit knows: ledger-format");
      ended(await old("audit", "verify", "shop"), 0);
    });

    test.each([
      ["deploy", "shop"],
      ["promote", "shop", "--profile", "prod"],
      ["approve", "shop", "--gate", "prod-approval"],
      ["reject", "shop", "--gate", "prod-approval"],
      ["resume", "shop"],
      ["hold", "shop", "--profile", "prod", "--reason", "why"],
      ["lock", "shop", "--profile", "prod", "--reason", "why"],
    ])("is not written to by its %s, which says to update", async (...args) => {
      const before = await eventCount();
      const { code, stderr } = await old(...args);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("update @kit/deploy"),
      });
      expect(await eventCount()).toBe(before);
    });

    test("goes on with today's", async () => {
      ended(await newer.kit("approve", "shop", "--gate", "prod-approval"), 0);
      ended(await newer.kit("resume", "shop"), 0);
      expect(await healthOf(newer, "shop-prod")).toMatchObject({ release: "v3" });
      ended(await newer.kit("audit", "verify", "shop"), 0);
    }, 120_000);

    test("is not written to by its rollback either, which says to update", async () => {
      const { code, stderr } = await old("rollback", "shop", "--profile", "prod");
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("update @kit/deploy"),
      });
      expect(await healthOf(newer, "shop-prod")).toMatchObject({ release: "v3" });
    });
  });
});

async function eventCount(): Promise<number> {
  const rows = await new Platform(await newer.emulator()).query(
    "kit-ledger",
    "SELECT count(*) AS found FROM event",
  );
  return z.array(z.object({ found: z.number() })).parse(rows)[0]?.found ?? 0;
}
