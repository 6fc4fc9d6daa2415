import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

/*
 * What alchemy.run.ts imports travels in the artifact: nothing that is edited in the checkout between deploy and promote
 * changes what the promoted profile consists of.
 */

/** Files that the program imports, each in its own way, with the import that names it. */
const sources = {
  workspacePackage: { file: "packages/naming/index.ts", from: "naming" },
  installedPackage: { file: "apps/shop/node_modules/handmade/index.js", from: "handmade" },
  fileOutsideTheApp: { file: "shared/names.ts", from: "../../shared/names.ts" },
  fileOfTheApp: { file: "apps/shop/names.ts", from: "./names.ts" },
  pathAlias: { file: "apps/shop/aliased.ts", from: "#aliased" },
};
const kinds = Object.keys(sources);
const json = "apps/shop/names.json";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  expect(await workspace.gen("worker", "shop", "--yes")).toMatchObject({ code: 0 });
  await writeAll("staged");
  await writeJson("packages/naming/package.json", {
    name: "naming",
    private: true,
    type: "module",
    exports: "./index.ts",
  });
  await writeJson("apps/shop/node_modules/handmade/package.json", { name: "handmade", main: "./index.js" });
  await importAll();
}, 120_000);
afterAll(() => workspace?.cleanup());

async function writeAll(text: string): Promise<void> {
  for (const { file } of Object.values(sources)) await put(file, `export const value = "${text}";\n`);
  await writeJson(json, { value: text });
}

/** Has the program tell, as the app's name in its health answer, what each of its imports says. */
async function importAll(): Promise<void> {
  const imports = Object.entries(sources).map(
    ([name, { from }]) => `import { value as ${name} } from "${from}";\n`,
  );
  const path = "apps/shop/alchemy.run.ts";
  const program = await Bun.file(join(workspace.root, path)).text();
  const names = [...kinds, "names.value"].join(", ");
  await put(
    path,
    `import names from "./names.json" with { type: "json" };\n${imports.join("")}${program.replace("APP: app.appName", `APP: [${names}].join()`)}`,
  );
  await writeJson("apps/shop/tsconfig.json", {
    extends: "../../tsconfig.base.json",
    compilerOptions: { paths: { "#aliased": ["./aliased.ts"] } },
    include: ["src", "*.ts"],
  });
  const manifest = await Bun.file(join(workspace.root, "apps/shop/package.json")).json();
  await writeJson("apps/shop/package.json", {
    ...manifest,
    dependencies: { ...manifest.dependencies, naming: "workspace:*" },
  });
  expect(await workspace.run([process.execPath, "install"])).toMatchObject({ code: 0 });
  await put(sources.installedPackage.file, 'export const value = "staged";\n');
  await writeJson("apps/shop/node_modules/handmade/package.json", { name: "handmade", main: "./index.js" });
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(workspace.root, path, ".."), { recursive: true });
  await workspace.write(path, text);
}

function writeJson(path: string, value: unknown): Promise<void> {
  return put(path, `${JSON.stringify(value, null, 2)}\n`);
}

test("an edit of anything that the program imports, after the deploy, changes no promoted profile", async () => {
  const deployed = await workspace.kit("deploy", "shop");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  const staged = [...kinds, json].map(() => "staged").join();
  expect((await healthOf(workspace, "shop-staging")).app).toBe(staged);

  await writeAll("edited");
  const promoted = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(promoted.code, promoted.stdout + promoted.stderr).toBe(3);
  expect(await workspace.kit("approve", "shop", "--gate", "prod-approval")).toMatchObject({ code: 0 });
  const resumed = await workspace.kit("resume", "shop");
  expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
  expect((await healthOf(workspace, "shop-prod")).app).toBe(staged);
}, 120_000);

test("a package that cannot be bundled refuses the release, by name, before anything is touched", async () => {
  await workspace.replace(
    "apps/shop/alchemy.run.ts",
    'import names from "./names.json"',
    'import "not-installed";\nimport names from "./names.json"',
  );
  const refused = await workspace.kit("deploy", "shop");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('"not-installed"') });
}, 60_000);
