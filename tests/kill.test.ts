import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { killWhole } from "./kill.ts";
import { type Load, startLoad } from "./load.ts";
import { Platform } from "./platform.ts";
import { healthOf } from "./served.ts";
import { type Finished, Workspace } from "./workspace.ts";

/** How often each command is killed, at a moment of its own each time. `KILLS=70` makes it more than two hundred. */
const kills = Number(process.env.KILLS ?? 3);
const moments = Array.from({ length: kills }, (_, index) => (index + Math.random()) / kills);

let workspace: Workspace;
let load: Load;
/** Milliseconds that each command takes when nobody kills it. */
const usual: Record<string, number> = {};
let releases = 0;

beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
  await change();
  usual.deploy = await timed(() => workspace.kit("deploy", "shop"));
  await waitForApproval();
  usual.resume = await timed(() => workspace.kit("resume", "shop"));
  load = startLoad({ workersUrl: (await workspace.emulator()).workersUrl, worker: "shop-prod" }, 2);
}, 120_000);
afterAll(() => workspace.cleanup());

test.each(moments)(
  "a deploy killed %f of the way through is finished by a resume and a deploy",
  async (moment) => {
    const release = await change();
    await killAfter(moment * (usual.deploy ?? 0), "deploy", "shop");
    await workspace.kit("resume", "shop");
    expectWell(await workspace.kit("deploy", "shop"));
    expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release });
  },
);

test.each(moments)("a promotion killed %f of the way through is finished by a resume", async (moment) => {
  const release = await change();
  expectWell(await workspace.kit("deploy", "shop"));
  await waitForApproval();
  await killAfter(moment * (usual.resume ?? 0), "resume", "shop");
  await workspace.kit("resume", "shop");
  expect(await healthOf(workspace, "shop-prod")).toMatchObject({ release });
});

test.each(moments)(
  "a rollback killed %f of the way through is finished by a resume, or was not begun",
  async (moment) => {
    const before = await healthOf(workspace, "shop-prod");
    await killAfter(moment * 400, "rollback", "shop", "--profile", "prod");
    const resumed = await workspace.kit("resume", "shop");
    const now = await healthOf(workspace, "shop-prod");
    if (now.release === before.release) {
      expect(resumed.stderr).toContain("nothing to go on with");
      expectWell(await workspace.kit("rollback", "shop", "--profile", "prod"));
    }
    const after = await healthOf(workspace, "shop-prod");
    expect(Number(after.release.slice(1))).toBeLessThan(Number(before.release.slice(1)));

    await change();
    expectWell(await workspace.kit("deploy", "shop"));
    await waitForApproval();
    expectWell(await workspace.kit("resume", "shop"));
  },
);

test("nothing happened twice, nothing was lost, and no visitor noticed", async () => {
  const { requests, failures } = await load.stop();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
  expectWell(await workspace.kit("audit", "verify", "shop"));
  expectWell(await workspace.kit("reconcile", "shop"));

  const workers = account.parse(await new Platform(await workspace.emulator()).workers());
  for (const { versions, deployments } of workers) {
    const uploads = versions.items.map(({ annotations }) => JSON.stringify(annotations));
    expect(new Set(uploads).size).toBe(uploads.length);
    const splits = deployments.deployments.map((each) => JSON.stringify(each.versions));
    expect(splits.filter((split, index) => split === splits[index + 1])).toEqual([]);
  }
});

const account = z.array(
  z.object({
    versions: z.object({ items: z.array(z.object({ annotations: z.record(z.string(), z.unknown()) })) }),
    deployments: z.object({ deployments: z.array(z.object({ versions: z.array(z.unknown()) })) }),
  }),
);

/** @returns the release that a deploy would make of it */
async function change(): Promise<string> {
  await workspace.write("apps/shop/public/robots.txt", `# ${++releases}\n`);
  return `v${releases}`;
}

async function waitForApproval(): Promise<void> {
  expect((await workspace.kit("promote", "shop", "--profile", "prod")).code).toBe(3);
  expectWell(await workspace.kit("approve", "shop", "--gate", "prod-approval"));
}

/** Starts a command and kills it, with all that it started, so many milliseconds later. */
async function killAfter(milliseconds: number, ...args: string[]): Promise<void> {
  const child = workspace.start(...args);
  await Promise.race([Bun.sleep(milliseconds), child.exited]);
  killWhole(child.pid);
  await child.exited;
}

async function timed(command: () => Promise<Finished>): Promise<number> {
  const start = performance.now();
  expectWell(await command());
  return performance.now() - start;
}

function expectWell({ code, stdout, stderr }: Finished): void {
  expect(`${code}${code === 0 ? "" : `\n${stdout}${stderr}`}`).toBe("0");
}
