import { appendFile, chmod, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import type { Finding } from "../names/finding.ts";
import { healthyRepository, json, run, write } from "./healthy.fixture.ts";
import { checkLocal, repairAll } from "./local.ts";
import { bunFinding } from "./toolchain.ts";

let root: string;
beforeEach(async () => {
  root = await healthyRepository();
});
afterEach(() => rm(root, { recursive: true }));

const look = () => checkLocal({ root }, process.env);
const wrongOf = (findings: Finding[]) =>
  findings.flatMap((finding) => (finding.kind === "wrong" ? [finding] : []));

/** Changes a file of JSON. */
async function change(path: string, edit: (value: Record<string, unknown>) => object): Promise<void> {
  await write(root, path, json(edit(JSON.parse(await readFile(join(root, path), "utf8")))));
}

const withDependency = (dependency: string, version: string) =>
  change("apps/shop/package.json", (found) => ({ ...found, devDependencies: { [dependency]: version } }));

test("a fresh repository is well, and nothing is told twice", async () => {
  const findings = await look();
  expect(wrongOf(findings)).toEqual([]);
  expect(new Set(findings.map(({ text }) => text)).size).toBe(findings.length);
});

async function ignoreLockfile(): Promise<void> {
  await appendFile(join(root, ".gitignore"), "bun.lock\n");
  await run(root, "git", "rm", "--quiet", "--cached", "bun.lock");
}

const shop = "apps/shop/package.json";
const config = "apps/shop/alchemy.config.ts";

describe("the doctor finds", () => {
  test.each<[string, () => Promise<unknown>, check: string, text: string, mend: string]>([
    [
      "no git repository",
      () => rm(join(root, ".git"), { recursive: true }),
      "git",
      "no git repository",
      "git init",
    ],
    [
      "apps that are no workspaces",
      () => change("package.json", (found) => ({ ...found, workspaces: [] })),
      "workspace",
      "apps/*",
      'add "apps/*"',
    ],
    [
      "a root script that is gone",
      () => change("package.json", (found) => ({ ...found, scripts: { gen: "kit-gen" } })),
      "workspace",
      'no script "kit"',
      'add "kit": "kit"',
    ],
    [
      "a shell script that is gone",
      () => rm(join(root, "scripts/rollback.sh")),
      "workspace",
      "scripts/rollback.sh is not there",
      "git checkout -- scripts/rollback.sh",
    ],
    [
      "a shell script that cannot run",
      () => chmod(join(root, "scripts/rollback.sh"), 0o644),
      "workspace",
      "cannot be executed",
      "chmod +x scripts/rollback.sh",
    ],
    [
      "no app",
      () => rm(join(root, "apps/shop"), { recursive: true }),
      "workspace",
      "no app yet",
      "gen app my-app",
    ],
    [
      "an app with a script gone",
      () => change(shop, (found) => ({ ...found, scripts: {} })),
      "workspace",
      'no script "build"',
      'add "build"',
    ],
    [
      "an app of another name",
      () => change(shop, (found) => ({ ...found, name: "store" })),
      "workspace",
      'named "store"',
      'set "name": "shop"',
    ],
    [
      "an app without infrastructure",
      () => rm(join(root, "apps/shop/alchemy.run.ts")),
      "workspace",
      "alchemy.run.ts is not there",
      "git checkout -- apps/shop/alchemy.run.ts",
    ],
    [
      "a manifest that is gone",
      () => rm(join(root, "apps/shop/kit.json")),
      "manifests",
      "kit.json cannot be read",
      "git checkout -- apps/shop/kit.json",
    ],
    [
      "a manifest that is not one",
      () => write(root, "apps/shop/kit.json", '{"app":"shop"}'),
      "manifests",
      "template",
      "git checkout -- apps/shop/kit.json",
    ],
    [
      "an app whose folder was renamed",
      () => rename(join(root, "apps/shop"), join(root, "apps/store")),
      "manifests",
      'the app "shop"',
      "git mv apps/store apps/shop",
    ],
    [
      "a config that does not load",
      () => write(root, config, "export default {"),
      "profiles",
      "cannot be loaded",
      `edit ${config}`,
    ],
    [
      "a profile that cannot be one",
      () => write(root, config, 'export default { name: "shop", profiles: { "Pro d": {} } };'),
      "profiles",
      "Pro d",
      `edit ${config}`,
    ],
    [
      "a version that is a range",
      () => withDependency("hono", "^4.13.19"),
      "versions",
      "another version on another day",
      "--exact",
    ],
    [
      "another alchemy",
      () => withDependency("alchemy", "0.93.0"),
      "versions",
      `supports ${manifest.dependencies.alchemy}`,
      `alchemy@${manifest.dependencies.alchemy}`,
    ],
    [
      "another kit",
      () => withDependency("@kit/deploy", "npm:@alchemy-kit/deploy@0.0.9"),
      "versions",
      "this kit supports",
      `@kit/deploy@npm:@alchemy-kit/deploy@${manifest.version}`,
    ],
    ["no lockfile", () => rm(join(root, "bun.lock")), "lockfile", "bun.lock is not there", "bun install"],
    [
      "a lockfile that is not fresh",
      () => write(root, "apps/new/package.json", json({ name: "new" })),
      "lockfile",
      "not what the package.json files ask for",
      "bun install",
    ],
    ["a lockfile that git ignores", ignoreLockfile, "lockfile", "ignored by git", "git add --force bun.lock"],
    [
      "state that git would keep",
      () => write(root, ".gitignore", "node_modules/\ndist/\n.alchemy/\n.env\n"),
      "ignored",
      ".gitignore does not have .kit/",
      "echo .kit/ >> .gitignore",
    ],
    [
      "no .gitignore",
      () => rm(join(root, ".gitignore")),
      "ignored",
      ".gitignore does not have .alchemy/",
      "echo .alchemy/ >> .gitignore",
    ],
    [
      "a link to nowhere",
      () => appendFile(join(root, "README.md"), "[gone](docs/GONE.md#x)\n"),
      "docs",
      "README.md links to docs/GONE.md",
      "edit README.md",
    ],
    [
      "a command that is not there",
      () => appendFile(join(root, "README.md"), "`bun run ship`\n"),
      "docs",
      "“bun run ship”",
      "edit README.md",
    ],
  ])("%s", async (_what, seed, check, text, mend) => {
    await seed();
    const found = wrongOf(await look());
    expect(found).toContainEqual(
      expect.objectContaining({
        check,
        text: expect.stringContaining(text),
        mend: expect.stringContaining(mend),
      }),
    );
  });

  test("a secret that is committed", async () => {
    await write(root, ".env", "TOKEN=1\n");
    await run(root, "git", "add", "--force", ".env");
    expect(wrongOf(await look())).toMatchObject([{ check: "ignored", mend: "git rm --cached .env" }]);
  });

  test("apps that do not agree on a version", async () => {
    await withDependency("hono", "4.13.18");
    await write(
      root,
      "apps/blog/alchemy.config.ts",
      'export default { name: "blog", profiles: { prod: {} } };',
    );
    await write(root, "apps/blog/package.json", json({ name: "blog", dependencies: { hono: "4.13.19" } }));
    expect(wrongOf(await look())).toContainEqual(
      expect.objectContaining({
        text: "apps/shop has hono 4.13.18, apps/blog has 4.13.19.",
        mend: "(cd apps/shop && bun add --dev --exact hono@4.13.19)",
      }),
    );
  });

  test("a Bun that is too old", () => {
    expect(bunFinding("1.2.23")).toMatchObject({ kind: "wrong", mend: "bun upgrade" });
  });
});

test("what was edited and removed since it was stamped is told, and is no fault", async () => {
  await appendFile(join(root, "apps/shop/README.md"), "mine\n");
  await rm(join(root, "apps/shop/src/api.ts"));
  const findings = await look();
  expect(wrongOf(findings)).toEqual([]);
  expect(findings.filter(({ kind }) => kind === "note").map(({ text }) => text)).toEqual([
    "shop: edited since it was stamped: README.md",
    "shop: removed since it was stamped: src/api.ts",
  ]);
});

test("the repository's own kit.json is looked at too, where it has one", async () => {
  await write(root, "kit.json", json({ template: "repository", templateVersion: "1", files: { gone: "" } }));
  expect(await look()).toContainEqual({
    kind: "note",
    check: "manifests",
    text: "the repository: removed since it was stamped: gone",
  });
  await write(root, "kit.json", "{}");
  expect(wrongOf(await look())).toMatchObject([{ check: "manifests", mend: "git checkout -- kit.json" }]);
});

test("--fix mends what hurts nobody, and looking changes nothing", async () => {
  await rm(join(root, "bun.lock"));
  await write(root, ".gitignore", "node_modules/\ndist/");
  await chmod(join(root, "scripts/create-app.sh"), 0o644);
  await look();
  expect(await readFile(join(root, ".gitignore"), "utf8")).toBe("node_modules/\ndist/");
  const mended = await repairAll(await look());
  expect(mended).toHaveLength(5);
  expect(wrongOf(await look())).toEqual([]);
  expect(await readFile(join(root, ".gitignore"), "utf8")).toBe(
    "node_modules/\ndist/\n.kit/\n.alchemy/\n.env\n",
  );
});
