import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlchemyAround, findAlchemyTwo, readAlchemyAround } from "./find-alchemy-two.ts";

const nothing: AlchemyAround = { installed: undefined, locked: [] };
const ofZero = 'import alchemy from "alchemy";\nconst app = await alchemy("shop");\n';
const ofTwo = `import * as Alchemy from "alchemy";
import * as Cloudflare from "alchemy/Cloudflare";
import * as Effect from "effect/Effect";
export default Alchemy.Stack("Shop", { providers: Cloudflare.providers() }, Effect.gen(function* () {}));
`;

function look(
  manifest: object,
  around: Partial<AlchemyAround> = {},
  program: string | undefined = ofZero,
): string | undefined {
  const files = new Map([["package.json", JSON.stringify(manifest)]]);
  if (program !== undefined) files.set("alchemy.run.ts", program);
  return findAlchemyTwo(files, { ...nothing, ...around });
}

const wants = (alchemy: string) => ({ dependencies: { alchemy } });

describe("a project is on alchemy 2 where package.json asks for", () => {
  it.each([
    "^2.0.0-beta.79",
    "2",
    "2.x",
    "v2.0.0",
    ">=2.0.0 <3",
    "~2.1",
    "=2.0.0",
    "^1.0.0",
    "0.94 || 2",
    "latest",
    "next",
    "beta",
    "npm:alchemy@2",
    "npm:alchemy@^2.0.0-beta.79",
    "npm:alchemy@latest",
  ])("alchemy %j, whatever is installed", (range) => {
    expect(look(wants(range), { installed: "0.94.0" })).toContain("package.json asks for alchemy");
  });

  it.each([
    ["alchemy by another name", { devDependencies: { infra: "npm:alchemy@2.0.0" } }],
    ["a package of alchemy 2's", { devDependencies: { "@alchemy.run/cloudflare": "latest" } }],
    ["what alchemy 2 was called before", { dependencies: { "alchemy-effect": "0.6.0" } }],
    ["alchemy as a peer", { peerDependencies: { alchemy: "^2.0.0" } }],
  ])("%s", (_what, manifest) => {
    expect(look(manifest)).toContain("package.json asks for");
  });
});

describe("a project is on alchemy 2 where package.json does not tell, and", () => {
  it.each<[string, object, Partial<AlchemyAround>, string]>([
    ["2 is installed", {}, { installed: "2.0.0-beta.79" }, "alchemy 2.0.0-beta.79 is installed"],
    [
      "2 is installed for workspace:*",
      wants("workspace:*"),
      { installed: "2.0.0" },
      "alchemy 2.0.0 is installed",
    ],
    [
      "2 is in the lockfile only",
      {},
      { locked: ["2.0.0-beta.79"] },
      "its lockfile has alchemy 2.0.0-beta.79",
    ],
    [
      "2 is in the lockfile for catalog:",
      wants("catalog:"),
      { locked: ["2.0.0"] },
      "its lockfile has alchemy 2.0.0",
    ],
    ["2 is in the lockfile for *", wants("*"), { locked: ["2.0.0"] }, "its lockfile has alchemy 2.0.0"],
    [
      "2 is in the lockfile for a fork",
      wants("github:alchemy-run/alchemy"),
      { locked: ["2.0.0"] },
      "its lockfile has",
    ],
  ])("%s", (_what, manifest, around, said) => {
    expect(look(manifest, around)).toContain(said);
  });

  it("its program is one of 2's", () => {
    expect(look({}, {}, ofTwo)).toBe("alchemy.run.ts is written for it");
    expect(look(wants("workspace:*"), {}, ofTwo)).toBe("alchemy.run.ts is written for it");
    const provider = 'import * as Cloudflare from "@alchemy.run/cloudflare";\n';
    expect(look({}, {}, provider)).toBe("alchemy.run.ts is written for it");
  });

  it("2 is installed, and is not what package.json asks for", () => {
    expect(look(wants("0.94.0"), { installed: "2.0.0" })).toBe("alchemy 2.0.0 is installed");
  });
});

describe("a project is not on alchemy 2 where", () => {
  it.each<[string, object, Partial<AlchemyAround>, string | undefined]>([
    ["package.json asks for 0.94", wants("0.94.0"), {}, ofZero],
    ["package.json asks for an older 0.x", wants("^0.70.1"), {}, ofZero],
    ["package.json asks for an alias of 0.94", { dependencies: { infra: "npm:alchemy@0.94.0" } }, {}, ofZero],
    ["another workspace beside it has 2", wants("^0.94.0"), { locked: ["0.94.0", "2.0.0"] }, ofZero],
    [
      "0.94 is installed, and a workspace beside it has 2",
      {},
      { installed: "0.94.0", locked: ["0.94.0", "2.0.0"] },
      ofZero,
    ],
    ["nothing tells", {}, {}, ofZero],
    [
      "it is wrangler's, in a repository that has 2",
      {},
      { installed: "2.0.0", locked: ["2.0.0"] },
      undefined,
    ],
    ["its program of 0.94 uses effect", wants("0.94.0"), {}, `import { Effect } from "effect";\n${ofZero}`],
  ])("%s", (_what, manifest, around, program) => {
    const files = new Map([["package.json", JSON.stringify(manifest)]]);
    if (program !== undefined) files.set("alchemy.run.ts", program);
    expect(findAlchemyTwo(files, { ...nothing, ...around })).toBeUndefined();
  });
});

describe("around a project", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "alchemy-around-"));
    mkdirSync(join(root, "packages/infra"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const around = () => readAlchemyAround(join(root, "packages/infra"));

  it("the installed alchemy is its own before the one that is hoisted to the root", async () => {
    expect((await around()).installed).toBeUndefined();
    write("node_modules/alchemy/package.json", '{ "version": "2.0.0-beta.79" }');
    expect((await around()).installed).toBe("2.0.0-beta.79");
    write("packages/infra/node_modules/alchemy/package.json", '{ "version": "0.94.0" }');
    expect((await around()).installed).toBe("0.94.0");
  });

  it.each([
    [
      "bun.lock",
      '{ "packages": {\n    "alchemy": ["alchemy@2.0.0-beta.79", "", {}],\n    "my-alchemy": ["my-alchemy@1.0.0", ""] } }',
    ],
    [
      "package-lock.json",
      '{ "packages": {\n  "node_modules/alchemy": {\n   "version": "2.0.0-beta.79",\n "resolved": "x" } } }',
    ],
    ["pnpm-lock.yaml", "packages:\n\n  alchemy@2.0.0-beta.79:\n    resolution: {}\n"],
    ["pnpm-lock.yaml", "packages:\n\n  /alchemy@2.0.0-beta.79(effect@4.0.0):\n    resolution: {}\n"],
    ["yarn.lock", 'alchemy@latest:\n  version "2.0.0-beta.79"\n'],
    ["yarn.lock", '"alchemy@npm:^2.0.0-beta.79":\n  version: 2.0.0-beta.79\n'],
  ])("the locked alchemy is read from %s above it", async (name, text) => {
    write(name, text);
    expect((await around()).locked).toEqual(["2.0.0-beta.79"]);
  });
});
