import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startLoad } from "./load.ts";
import { healthOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

const program = "apps/shop/alchemy.run.ts";
const worker = "apps/shop/src/worker.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  const made = await workspace.gen("app", "shop", "--with", "d1,do", "--yes");
  expect(made.code, made.stderr).toBe(0);
  await deploy("v1");
  expect(await visits()).toBe(1);
}, 120_000);
afterAll(() => workspace?.cleanup());

async function deploy(release: string): Promise<void> {
  const deployed = await workspace.kit("deploy", "shop");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release });
}

/** Counts one visit more. */
async function visits(): Promise<number> {
  const { workersUrl } = await workspace.emulator();
  const headers = { host: "shop-staging.localhost" };
  const answer = await fetch(new URL("/api/visits", workersUrl), { method: "POST", headers });
  return z.object({ visits: z.number() }).parse(await answer.json()).visits;
}

/** Binds a class which is Visits by another name. */
async function addClass(name: "Rooms" | "Halls"): Promise<void> {
  const file = name.toLowerCase();
  const visitsClass = await Bun.file(`${workspace.root}/apps/shop/src/visits.ts`).text();
  await workspace.write(`apps/shop/src/${file}.ts`, visitsClass.replaceAll("Visits", name));
  const exported = `export { ${name} } from "./${file}.ts";`;
  await workspace.replace(worker, "export { Visits }", `${exported}\nexport { Visits }`);
  const bound = `${name.toUpperCase()}: DurableObjectNamespace("${file}", { className: "${name}", sqlite: true }),`;
  await workspace.replace(program, "    VISITS: visits,", `    VISITS: visits,\n    ${bound}`);
}

// One story: each test goes on from the one before it.

test("a release with a new Durable Object class travels like any other, and no request is lost", async () => {
  const { workersUrl } = await workspace.emulator();
  const load = startLoad({ workersUrl, worker: "shop-staging" }, 2);
  await load.answered(20);
  await addClass("Rooms");
  await deploy("v2");
  await load.answered(20);
  expect((await load.stop()).failures).toEqual([]);
  expect(await visits()).toBe(2);
});

test("it can be rolled back, and rolled forward by the next release", async () => {
  const back = await workspace.kit("rollback", "shop", "--profile", "staging");
  expect(back.code, back.stdout + back.stderr).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v1" });
  expect(await visits()).toBe(3);
  await workspace.replace(worker, "too much", "far too much");
  await deploy("v3");
});

test("a release that no longer has a class leaves its objects as they are", async () => {
  const undo = [
    await workspace.replace(worker, 'export { Visits } from "./visits.ts";', ""),
    await workspace.replace(worker, 'app.route("/api/visits", visits);', ""),
    await workspace.replace(worker, 'import { visits } from "./api/visits.ts";', ""),
    await workspace.replace(program, "    VISITS: visits,", ""),
  ];
  await deploy("v4");
  for (const back of undo.toReversed()) await back();
  await deploy("v3");
  expect(await visits()).toBe(4);
});

test("past the release before a new class there is no way back, which is said before anything is changed", async () => {
  await addClass("Halls");
  await deploy("v5");
  const back = (...to: string[]) => workspace.kit("rollback", "shop", "--profile", "staging", ...to);
  const refused = await back("--to", "v1");
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain("got other Durable Object classes since v1");
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v5" });
  expect((await back()).code).toBe(0);
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v3" });
});

test("a second app, whose first release failed, may have other classes in its next", async () => {
  const made = await workspace.gen("worker", "tries", "--with", "do", "--yes");
  expect(made.code, made.stderr).toBe(0);
  const health = "apps/tries/src/api/health.ts";
  const mend = await workspace.replace(health, "export const health", "throw 1;\nexport const health");
  expect((await workspace.kit("deploy", "tries")).code).toBe(1);
  await mend();
  const rename = async (path: string) => {
    const text = await Bun.file(`${workspace.root}/${path}`).text();
    await workspace.write(path, text.replaceAll("Visits", "Guests").replace('("visits"', '("guests"'));
  };
  for (const path of ["alchemy.run.ts", "src/visits.ts", "src/worker.ts"]) await rename(`apps/tries/${path}`);
  const deployed = await workspace.kit("deploy", "tries");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  expect(await healthOf(workspace, "tries-staging")).toMatchObject({ release: "v2" });
});

test("a class that is renamed is refused, since its objects would stay behind", async () => {
  await workspace.replace(program, 'className: "Visits"', 'className: "Guests"');
  const refused = await workspace.kit("deploy", "shop");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    'DurableObjectNamespace("visits") was of the class Visits and is of Guests now',
  );
  expect(await healthOf(workspace, "shop-staging")).toMatchObject({ release: "v3" });
});
