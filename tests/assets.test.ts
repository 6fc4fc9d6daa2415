import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf, statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

/** What a browser holds when it has loaded a page and not yet what the page names. */
interface LoadedPage {
  release: string | null;
  assets: string[];
}

let workspace: Workspace;
let workersUrl: string;
/** Every asset's bytes as its own release served it. */
const bytes = new Map<string, string>();

/** v1 serves staging. */
beforeAll(async () => {
  workspace = await Workspace.create();
  expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
  await deploy();
  ({ workersUrl } = await workspace.emulator());
});
afterAll(() => workspace?.cleanup());

async function deploy(): Promise<void> {
  expect((await workspace.kit("deploy", "shop")).code).toBe(0);
}

/** Deploys another script and another style. @returns what puts the sources back as they were */
async function deployChanged(before: string, after: string): Promise<() => Promise<unknown>> {
  const mends = await Promise.all([
    workspace.replace("apps/shop/src/page/app.tsx", before, after),
    workspace.replace("apps/shop/src/page/style.css", ":root {", `:root { --${after.length}: 1;`),
  ]);
  await deploy();
  return () => Promise.all(mends.map((mend) => mend()));
}

async function rollback(...args: string[]): Promise<void> {
  expect((await workspace.kit("rollback", "shop", "--profile", "staging", ...args)).code).toBe(0);
}

function get(path: string): Promise<Response> {
  return fetch(`${workersUrl.replace("//", "//shop-staging.")}${path}`);
}

/** Loads the page, and once, to compare with later, what it names. */
async function loadPage(): Promise<LoadedPage> {
  const response = await get("/");
  const found = (await response.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g);
  const assets = [...found].map(([, path = ""]) => path);
  for (const path of assets) bytes.set(path, await (await get(path)).text());
  return { release: response.headers.get("x-kit-release"), assets };
}

/** Goes on loading a page: each asset that it names is there, with the bytes that its own release has. */
async function expectToGoOn({ assets }: LoadedPage): Promise<void> {
  expect(assets).toHaveLength(2);
  for (const path of assets) {
    const response = await get(path);
    expect(response.status, path).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/(javascript|css)/);
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(await response.text()).toBe(bytes.get(path));
  }
}

// One story: each test goes on from the one before it.

let v1: LoadedPage;
let v2: LoadedPage;
let v3: LoadedPage;
let digest: string;
let undoV3: () => Promise<unknown>;

test("a page of v1 finds its assets after v2 took the traffic", async () => {
  v1 = await loadPage();
  ({ digest } = await healthOf(workspace, "shop-staging"));
  await deployChanged("A list that everyone", "New: a list that everyone");
  v2 = await loadPage();
  expect([v1.release, v2.release]).toEqual(["v1", "v2"]);
  expect(v2.assets).not.toEqual(v1.assets);
  await expectToGoOn(v1);
  await expectToGoOn(v2);
});

test("a page of v2 finds its assets after the rollback to v1, which is v1 in all it says", async () => {
  await rollback();
  await expectToGoOn(v2);
  await expectToGoOn(v1);
  expect(await loadPage()).toEqual(v1);
  const { version, ...health } = await healthOf(workspace, "shop-staging");
  expect(health).toMatchObject({ release: "v1", digest });
  const { profiles } = await statusOf(workspace, "shop");
  expect(profiles.staging).toMatchObject({ release: "v1", digest, health: "healthy" });
  expect(profiles.staging?.traffic).toEqual([{ release: "v1", version, percentage: 100 }]);
});

test("forward once more: v3 takes over from v1, and goes back to it", async () => {
  undoV3 = await deployChanged("New: a list", "Newer: a list");
  v3 = await loadPage();
  expect(v3.release).toBe("v3");
  for (const asset of v3.assets) expect(v2.assets).not.toContain(asset);
  await expectToGoOn(v1);
  await rollback();
  await expectToGoOn(v3);
  expect((await loadPage()).release).toBe("v1");
});

test("bytes that come a second time, as the release that they were, know what serves then", async () => {
  const clear = ["release", "clear", "shop", "--release", "v2", "--reason", "wanted after all"];
  expect((await workspace.kit(...clear)).code).toBe(0);
  const undoV4 = await deployChanged("Newer: a list", "Newest: a list");
  const v4 = await loadPage();
  expect(v4.release).toBe("v4");
  await undoV4();
  await undoV3();
  await deploy();
  expect(await loadPage()).toEqual(v2);
  await expectToGoOn(v4);
  await rollback("--to", "v4");
  await expectToGoOn(v2);
});

test("what no release has is not there", async () => {
  for (const path of ["/assets/index-AAAAAAAA.js", "/assets/index-AAAAAAAA.css"]) {
    expect((await get(path)).status, path).toBe(404);
  }
});
