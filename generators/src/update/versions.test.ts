import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { apply, bytesOf, listFiles, type Plan } from "@alchemy-kit/scaffold";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stampOf, VERSIONS, type Version } from "../testing/snapshots.ts";
import { updateFolder } from "./update-folder.ts";

let root: string;
const shop = nameOf("shop");
const at = (path: string) => join(root, "apps/shop", path);

beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), "update-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function nameOf(name: string): AppName {
  const checked = checkAppName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

async function update(version: Version) {
  const { plan, report } = await updateFolder(root, "apps/shop", await stampOf(version, shop));
  await apply(root, plan);
  return report;
}

async function tree(): Promise<Record<string, string>> {
  const paths = await listFiles(root);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path)).toString("hex")]));
}

function fresh(plan: Plan): Record<string, string> {
  return Object.fromEntries(
    plan.flatMap((change) =>
      change.kind === "write" ? [[change.path, Buffer.from(bytesOf(change.after)).toString("hex")]] : [],
    ),
  );
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(at(path), change(readFileSync(at(path), "utf8")));
}

const pairs = VERSIONS.flatMap((from, index) => VERSIONS.slice(index + 1).map((to) => [from, to] as const));

describe("where nothing was edited, the result is a fresh stamp, byte for byte", () => {
  it.each(pairs)("%s → %s", async (from, to) => {
    await apply(root, await stampOf(from, shop));
    const report = await update(to);
    expect(await tree()).toEqual(fresh(await stampOf(to, shop)));
    expect(report.filter(({ what }) => ["conflict", "merged", "left out"].includes(what))).toEqual([]);
  });

  it("step by step through all ten, too", async () => {
    await apply(root, await stampOf("01", shop));
    for (const version of VERSIONS.slice(1)) await update(version);
    expect(await tree()).toEqual(fresh(await stampOf("10", shop)));
  });

  it("updated again, there is nothing to do", async () => {
    await apply(root, await stampOf("01", shop));
    await update("10");
    expect(await updateFolder(root, "apps/shop", await stampOf("10", shop))).toEqual({
      plan: [],
      report: [],
    });
  });
});

it("an edit goes along through every version, moves of the file included", async () => {
  await apply(root, await stampOf("01", shop));
  edit("src/items.ts", (text) => `${text}\nexport const mine = true;\n`);
  edit("public/terms.txt", (text) => text.replace("Terms", "House rules"));
  rmSync(at("page/style.txt"));
  mkdirSync(dirname(at("src/mine.ts")), { recursive: true });
  writeFileSync(at("src/mine.ts"), "export const also = true;\n");
  const reported: string[] = [];
  for (const version of VERSIONS.slice(1)) {
    for (const { what, path } of await update(version)) reported.push(`${version} ${what} ${path}`);
  }
  const there = await tree();
  expect(readFileSync(at("src/api/list.ts"), "utf8")).toMatch(
    /function list[\s\S]+export const mine = true;\n$/,
  );
  expect(readFileSync(at("src/mine.ts"), "utf8")).toBe("export const also = true;\n");
  expect(Object.keys(there).filter((path) => path.includes("style.txt"))).toEqual([]);
  expect(reported).toEqual(expect.arrayContaining(["06 left out apps/shop/page/app/style.txt"]));
  expect(reported.filter((line) => line.includes("conflict"))).toEqual([
    "07 conflict apps/shop/public/terms.txt",
    "10 conflict apps/shop/public/terms.txt",
  ]);
  expect(readFileSync(at("public/terms.txt"), "utf8")).toContain("House rules");
});

it("what CI does for the app stays what its owner says", async () => {
  await apply(root, await stampOf("01", shop));
  edit("kit.json", (text) => text.replace('"bun run test"', '"bun run test:fast"'));
  await update("02");
  expect(JSON.parse(readFileSync(at("kit.json"), "utf8"))).toMatchObject({
    templateVersion: "0.2.0",
    ci: { test: "bun run test:fast", build: "bun run build" },
  });
});

it("a checkout with CRLF moves on, and stays one with CRLF", async () => {
  await apply(root, await stampOf("01", shop));
  for (const path of ["src/worker.ts", "src/items.ts", "README.md", "package.json"]) {
    edit(path, (text) => text.replaceAll("\n", "\r\n"));
  }
  const report = await update("04");
  expect(report.filter(({ what }) => what === "conflict" || what === "merged")).toEqual([]);
  const fourth = fresh(await stampOf("04", shop));
  const text = Buffer.from(fourth["apps/shop/src/api/items.ts"] ?? "", "hex").toString();
  expect(readFileSync(at("src/api/items.ts"), "utf8")).toBe(text.replaceAll("\n", "\r\n"));
});

describe("where the base is not in kit.json any more", () => {
  beforeEach(async () => {
    await apply(root, await stampOf("01", shop));
    const { base: _base, ...rest } = JSON.parse(readFileSync(at("kit.json"), "utf8"));
    writeFileSync(at("kit.json"), JSON.stringify(rest));
  });

  it("untouched files move on", async () => {
    await update("10");
    expect(await tree()).toEqual(fresh(await stampOf("10", shop)));
  });

  it("an edited one that the template has changed is a conflict of the whole, and no edit is lost", async () => {
    edit("src/items.ts", (text) => `// mine\n${text}`);
    const report = await update("02");
    expect(report.filter(({ what }) => what === "conflict").map(({ path }) => path)).toEqual([
      "apps/shop/src/items.ts",
    ]);
    expect(readFileSync(at("src/items.ts"), "utf8")).toContain("// mine\n");
  });
});
