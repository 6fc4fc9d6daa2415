import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf, statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

/*
 * A kind of gate is one file and a line in the registry: this one, which waits for a time, is added to a copy of the
 * repository and then works from the config to the command line.
 */

const gates = "packages/deploy/src/gates";
const config = `import { defineApp } from "@kit/deploy";

export default defineApp({
  name: "shop",
  profiles: { staging: {} },
  async setup({ promote, gate }) {
    await promote("staging");
    await gate("settle", { type: "settled", after: "4s" });
  },
});
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  expect(await workspace.gen("worker", "shop", "--yes")).toMatchObject({ code: 0 });
  await workspace.write("apps/shop/alchemy.config.ts", config);
  await addKind();
}, 120_000);
afterAll(() => workspace?.cleanup());

async function addKind(): Promise<void> {
  const folder = join(workspace.root, gates);
  await cp(join(folder, "testing/settled.ts"), join(folder, "settled.ts"));
  await workspace.replace(`${gates}/settled.ts`, '"../kind.ts"', '"./kind.ts"');
  for (const name of ["duration", "strict-object"])
    await workspace.replace(`${gates}/settled.ts`, `"../../names/${name}.ts"`, `"../names/${name}.ts"`);
  await workspace.replace(`${gates}/registry.ts`, "test, policy] as", "test, policy, settled] as");
  await workspace.replace(
    `${gates}/registry.ts`,
    "import { policy }",
    'import { settled } from "./settled.ts";\nimport { policy }',
  );
}

test("a gate that waits for a time is written in a config, drawn, waited at, and gone on from by a tick", async () => {
  expect((await workspace.kit("plan", "shop")).stdout).toContain("settled after 4s");

  const deployed = await workspace.kit("deploy", "shop");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(3);
  expect(deployed.stdout).toMatch(/Go on after \S+Z:.*kit tick shop/);
  const [run] = (await statusOf(workspace, "shop")).runs;
  expect(run).toMatchObject({ state: "waiting", waitingFor: "settle", until: expect.stringMatching(/Z$/) });
  expect((await healthOf(workspace, "shop-staging")).release).toBe("v1");

  let ticks = 0;
  do {
    ticks += 1;
    const ticked = await workspace.kit("tick", "shop");
    expect(ticked.code, ticked.stdout + ticked.stderr).toBe(0);
  } while ((await statusOf(workspace, "shop")).runs.length > 0);
  expect(ticks).toBeLessThan(100);
  const history = await workspace.kit("history", "shop");
  expect(history.stdout).toContain("it settled");
}, 120_000);

test("without the kind, a config that names it is refused with those there are", async () => {
  const putBack = await workspace.replace(
    `${gates}/registry.ts`,
    "test, policy, settled] as",
    "test, policy] as",
  );
  const refused = await workspace.kit("plan", "shop");
  await putBack();
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("health, manual, test, policy") });
}, 60_000);
