import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Workspace } from "./workspace.ts";

/*
 * A program of alchemy 2 reads no variable for the address of Cloudflare's API. So none is started: neither an emulator
 * nor Cloudflare is called before the refusal.
 */

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  expect(await workspace.gen("worker", "shop", "--yes")).toMatchObject({ code: 0 });
  await put(
    "apps/shop/node_modules/alchemy/package.json",
    '{ "name": "alchemy", "version": "2.0.0-beta.79" }',
  );
  // A program that imports it leaves a mark.
  await put("apps/shop/node_modules/alchemy/index.js", `require("fs").writeFileSync("${mark()}", "");`);
}, 120_000);
afterAll(() => workspace?.cleanup());

const mark = () => join(workspace.root, "started");

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(workspace.root, path)), { recursive: true });
  await workspace.write(path, text);
}

describe("for an app with alchemy 2 installed, nothing is built, called or run by kit", () => {
  test.each([
    "deploy shop",
    "deploy shop --profile preview-12",
    "promote shop --profile prod",
    "resume shop",
    "restore shop --profile prod --from 2026-11-20T13-44-22-123Z --yes",
    "destroy shop --profile staging --yes",
    "plan shop",
    "plan shop --profile prod",
    "dev shop",
  ])("%s", async (command) => {
    expectRefused(await workspace.kit(...command.split(" ")));
  });

  test("alchemy deploy, in the app's folder", async () => {
    const bun = process.execPath;
    expectRefused(await workspace.run([bun, "run", "alchemy", "deploy"], { cwd: "apps/shop" }));
    expectRefused(await workspace.run([bun, "run", "alchemy", "dev"], { cwd: "apps/shop" }));
  });
});

function expectRefused({ code, stderr }: { code: number; stderr: string }): void {
  expect(stderr).toMatch(
    /apps\/shop has alchemy 2\.0\.0-beta\.79 installed: this is alchemy 2, .* Nothing was run/,
  );
  expect(stderr).toContain("(cd apps/shop && bun add --dev --exact alchemy@0.94.0)");
  expect(code).toBe(1);
  expect(existsSync(mark())).toBe(false);
  expect(existsSync(join(workspace.root, "apps/shop/dist"))).toBe(false);
  expect(existsSync(join(workspace.root, ".kit/emulator"))).toBe(false);
}

test("adopt refuses a project of alchemy 2 by name, says what to do, and changes nothing", async () => {
  await put("old/package.json", '{ "name": "old", "dependencies": { "alchemy": "^2.0.0-beta.79" } }\n');
  await put(
    "old/alchemy.run.ts",
    'import * as Alchemy from "alchemy";\nexport default Alchemy.Stack("Old", {});\n',
  );
  await workspace.commit();
  const { code, stderr } = await workspace.gen("adopt", "old");
  expect(stderr).toMatch(
    /Nothing was changed[\s\S]*this is alchemy 2 \(package\.json asks for alchemy "\^2\.0\.0-beta\.79"\)/,
  );
  expect(stderr).toContain("bun add --dev --exact alchemy@0.94.0");
  expect(code).toBe(1);
  expect(await workspace.changes()).toBe("");
});
