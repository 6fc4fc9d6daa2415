import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkAppName } from "../names/name.ts";
import { assertAlchemyRuns } from "./installed-alchemy.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error(shop.reason);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "installed-alchemy-"));
  write("apps/shop/package.json", { name: "shop" });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, value: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof value === "string" ? value : JSON.stringify(value));
}

const look = () => assertAlchemyRuns({ name: shop.name, dir: join(root, "apps/shop") });

const own = "apps/shop/node_modules/alchemy/package.json";
const hoisted = "node_modules/alchemy/package.json";
const wanting = (dependencies: Record<string, string>) => ({ name: "shop", dependencies });

describe("an app's program is run on the alchemy that its folder resolves:", () => {
  test.each<[string, Record<string, unknown>]>([
    ["none is installed, which the program will say itself", {}],
    ["the one that the kit is on, hoisted", { [hoisted]: { version: "0.94.0" } }],
    ["another 0.x, which the doctor tells of", { [own]: { version: "0.93.1" } }],
    ["an own 0.94 before a hoisted 2", { [own]: { version: "0.94.0" }, [hoisted]: { version: "2.0.0" } }],
    [
      "an alias of 0.94 beside it",
      {
        "apps/shop/package.json": wanting({ old: "npm:alchemy@0.94.0" }),
        "node_modules/old/package.json": { version: "0.94.0" },
        [hoisted]: { version: "0.94.0" },
      },
    ],
    [
      "a package.json that cannot be read, beside 0.94",
      { "apps/shop/package.json": "{", [hoisted]: { version: "0.94.0" } },
    ],
  ])("%s", (_what, files) => {
    for (const [path, value] of Object.entries(files)) write(path, value);
    expect(look).not.toThrow();
  });
});

describe("a program is refused on", () => {
  test.each<[string, RegExp, Record<string, unknown>]>([
    [
      "alchemy 2 in the app",
      /alchemy 2\.0\.0-beta\.79 installed: this is alchemy 2,/,
      { [own]: { version: "2.0.0-beta.79" } },
    ],
    ["alchemy 2 hoisted to the root", /this is alchemy 2,/, { [hoisted]: { version: "2.1.0" } }],
    [
      "an own alchemy 2 before a hoisted 0.94",
      /this is alchemy 2,/,
      { [own]: { version: "2.0.0" }, [hoisted]: { version: "0.94.0" } },
    ],
    ["alchemy 1, which nobody has tried", /this is alchemy 1,/, { [own]: { version: "1.0.0" } }],
    ["alchemy 10", /this is alchemy 10,/, { [own]: { version: "10.0.0" } }],
    ["alchemy without a version", /an unknown alchemy/, { [own]: {} }],
    ["alchemy whose package.json cannot be read", /an unknown alchemy/, { [own]: "{" }],
    [
      "a version that is no version, which is not shown",
      /in a version that cannot be read/,
      { [own]: { version: "2\u001b[2J" } },
    ],
    [
      "alchemy 2 by another name",
      /infra 2\.0\.0 installed: this is alchemy 2,/,
      {
        "apps/shop/package.json": wanting({ infra: "npm:alchemy@2" }),
        "node_modules/infra/package.json": { name: "alchemy", version: "2.0.0" },
        [hoisted]: { version: "0.94.0" },
      },
    ],
    [
      "a package of alchemy 2's",
      /@alchemy\.run\/cloudflare 0\.1\.0 installed: this is alchemy 2,/,
      {
        "apps/shop/package.json": wanting({ "@alchemy.run/cloudflare": "latest" }),
        "node_modules/@alchemy.run/cloudflare/package.json": { version: "0.1.0" },
      },
    ],
  ])("%s", (_what, said, files) => {
    for (const [path, value] of Object.entries(files)) write(path, value);
    expect(look).toThrow(said);
    expect(look).toThrow(/the kit is on alchemy 0\.94\.0.*Nothing was run/);
  });

  test("alchemy 2 that is linked from elsewhere, as in a workspace", () => {
    write("packages/alchemy/package.json", { version: "2.0.0" });
    mkdirSync(join(root, "node_modules"), { recursive: true });
    symlinkSync(join(root, "packages/alchemy"), join(root, "node_modules/alchemy"));
    expect(look).toThrow(/this is alchemy 2,/);
  });
});
