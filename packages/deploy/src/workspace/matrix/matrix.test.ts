import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { affectedSince } from "./affected.ts";
import { findBase } from "./base.ts";
import { manifest, Repository } from "./repository.fixture.ts";
import { rowsOf } from "./rows.ts";
import { readMembers } from "./workspaces.ts";

const everyone = ["cart", "shop", "@acme/colours", "@acme/ui"];

/** As `bun install` would write it, commas and all; `react` is the version of what only the shop has. */
function lockfile({ react = "19.0.0", bun = "1.0.0" } = {}): string {
  return `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "acme", "devDependencies": { "@types/bun": "*", }, },
    "apps/cart": { "name": "cart", "dependencies": { "hono": "^4", }, },
    "apps/shop": { "name": "shop", "dependencies": { "react": "^19", "@acme/ui": "workspace:*", }, },
    "packages/colours": { "name": "@acme/colours" },
    "packages/ui": { "name": "@acme/ui", "dependencies": { "@acme/colours": "workspace:*", } },
  },
  "packages": {
    "@acme/colours": ["@acme/colours@workspace:packages/colours"],
    "@acme/ui": ["@acme/ui@workspace:packages/ui"],
    "@types/bun": ["@types/bun@${bun}", "", {}, "sha512-bun"],
    "hono": ["hono@4.0.0", "", {}, "sha512-hono"],
    "react": ["react@19.0.0", "", { "dependencies": { "scheduler": "*" } }, "sha512-react"],
    "scheduler": ["scheduler@${react}", "", {}, "sha512-scheduler"],
  }
}
`;
}

let repository: Repository;
let start: string;

beforeEach(async () => {
  repository = await Repository.create({
    "package.json": JSON.stringify({ name: "acme", workspaces: ["apps/*", "packages/*"] }),
    "bun.lock": lockfile(),
    "README.md": "# acme",
    "apps/cart/package.json": manifest("cart", { hono: "^4" }),
    "apps/cart/alchemy.config.ts": "export default {};",
    "apps/shop/package.json": manifest("shop", { react: "^19", theme: "npm:@acme/ui@1.0.0" }),
    "apps/shop/alchemy.config.ts": "export default {};",
    "packages/colours/package.json": manifest("@acme/colours"),
    "packages/ui/package.json": manifest("@acme/ui", { "@acme/colours": "workspace:*" }),
  });
  start = await repository.git("rev-parse", "HEAD");
});

afterEach(() => repository.remove());

async function affected(since = start): Promise<string[]> {
  const members = await readMembers(repository.root);
  return (await affectedSince(repository.root, members, since)).map(({ name }) => name);
}

describe("what a change reaches", () => {
  test.each<[string, Record<string, string | null>, string[]]>([
    ["nothing changed", {}, []],
    ["a file of an app", { "apps/cart/src/worker.ts": "" }, ["cart"]],
    ["a file of an app that is gone", { "apps/cart/alchemy.config.ts": null }, ["cart"]],
    [
      "a package that one asks for under another name",
      { "packages/ui/src/button.ts": "" },
      ["shop", "@acme/ui"],
    ],
    [
      "a package behind a package",
      { "packages/colours/src/red.ts": "" },
      ["shop", "@acme/colours", "@acme/ui"],
    ],
    ["what only one app gets by the lockfile", { "bun.lock": lockfile({ react: "19.1.0" }) }, ["shop"]],
    ["what the root gets by the lockfile", { "bun.lock": lockfile({ bun: "1.1.0" }) }, everyone],
    ["a lockfile that cannot be understood", { "bun.lock": "binary" }, everyone],
    ["no lockfile any more", { "bun.lock": null }, everyone],
    ["the configuration of all", { "tsconfig.base.json": "{}" }, everyone],
    ["a workflow", { ".github/workflows/ci.yml": "on: push" }, everyone],
    ["a script of all", { "scripts/build.sh": "" }, everyone],
    [
      "documents only",
      { "README.md": "# Acme", "docs/GUIDE.md": "", "apps/shop/README.md": "", ".github/CODEOWNERS": "" },
      [],
    ],
    ["Markdown that an app is made of", { "apps/shop/src/imprint.md": "" }, ["shop"]],
    ["an app that is no more", { "apps/cart": null }, []],
    [
      "a new app",
      { "apps/mail/package.json": manifest("mail"), "apps/mail/alchemy.config.ts": "" },
      ["mail"],
    ],
    ["a name with a line break and a quote", { 'apps/cart/src/a\n"b".ts': "" }, ["cart"]],
  ])("%s", async (_what, change, expected) => {
    await repository.commit(change);
    expect((await affected()).toSorted()).toEqual(expected.toSorted());
  });

  test("a file that moves from one app to another reaches both", async () => {
    const before = await repository.commit({ "apps/cart/src/worker.ts": "export default {};\n" });
    await repository.git("mv", "apps/cart/src", "apps/shop/src");
    await repository.commit({});
    expect(await affected(before)).toEqual(["cart", "shop"]);
  });
});

describe("what a change is counted from", () => {
  const base = (env: NodeJS.ProcessEnv, since?: string) => findBase(repository.root, since, env);

  test("nobody says: everything", async () => {
    expect(await base({})).toMatchObject({ kind: "everything" });
  });

  test("a push: what the branch was before it, be it two commits ago", async () => {
    await repository.commit({ "apps/cart/src/a.ts": "" });
    await repository.commit({ "apps/cart/src/b.ts": "" });
    expect(await base(await repository.event({ before: start }))).toMatchObject({ commit: start });
  });

  test("the first push of a branch: everything", async () => {
    expect(await base(await repository.event({ before: "0".repeat(40) }))).toMatchObject({
      kind: "everything",
    });
  });

  test("a push by force, with what was before not in the clone: everything", async () => {
    const env = await repository.event({ before: "1234567890123456789012345678901234567890" });
    expect(await base(env)).toMatchObject({ kind: "everything", why: expect.stringContaining("force") });
  });

  test("a push by force, with what was before still there: that, for it is what was deployed", async () => {
    const gone = await repository.commit({ "apps/cart/src/a.ts": "" });
    await repository.git("reset", "--quiet", "--hard", start);
    await repository.commit({ "apps/shop/src/a.ts": "" });
    const found = await base(await repository.event({ before: gone }));
    expect(found).toMatchObject({ commit: gone });
    expect(await affected(gone)).toEqual(["cart", "shop"]);
  });

  test("a pull request: where it left the base, whatever the base became", async () => {
    await repository.git("checkout", "--quiet", "-b", "topic");
    await repository.commit({ "apps/cart/src/a.ts": "" });
    await repository.git("checkout", "--quiet", "main");
    const ahead = await repository.commit({ "apps/shop/src/a.ts": "" });
    await repository.git("checkout", "--quiet", "topic");
    const env = await repository.event({ pull_request: { base: { sha: ahead } }, before: ahead });
    expect(await base(env)).toMatchObject({ commit: start });
  });

  test("a merge queue: what it is merged onto", async () => {
    await repository.commit({ "apps/cart/src/a.ts": "" });
    expect(await base(await repository.event({ merge_group: { base_sha: start } }))).toMatchObject({
      commit: start,
    });
  });

  test("a run by hand or by the clock: everything", async () => {
    expect(await base(await repository.event({ inputs: {} }))).toMatchObject({ kind: "everything" });
  });

  test("--since a branch wins over the event", async () => {
    await repository.git("branch", "release");
    await repository.commit({ "apps/cart/src/a.ts": "" });
    expect(await base(await repository.event({ inputs: {} }), "release")).toMatchObject({ commit: start });
  });

  test.each(["nonsense", "--output=/tmp/x", "main^{tree}"])("--since %s is refused", async (since) => {
    await expect(base({}, since)).rejects.toThrow(/There is no commit/);
  });
});

describe("rows", () => {
  test("one name each, as long as a matrix takes them", () => {
    expect(rowsOf(["a", "b"])).toEqual([
      { key: "a", label: "a", names: "a" },
      { key: "b", label: "b", names: "b" },
    ]);
    expect(rowsOf(["shop@v7"])).toEqual([{ key: "shop", label: "shop@v7", names: "shop@v7" }]);
    expect(rowsOf([])).toEqual([]);
  });

  test("a thousand are shared out, each once, among no more than a matrix takes", () => {
    const names = Array.from({ length: 1_000 }, (_, at) => `app-${at}`);
    const rows = rowsOf(names);
    expect(rows.length).toBeLessThanOrEqual(256);
    expect(rows.flatMap((row) => row.names.split(" "))).toEqual(names);
  });
});
