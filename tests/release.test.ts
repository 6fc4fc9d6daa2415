import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Platform } from "./platform.ts";
import { releasesOf } from "./released.ts";
import { statusOf } from "./served.ts";
import { printedCommand, Workspace } from "./workspace.ts";

const health = "apps/shop/src/api/health.ts";
const program = "apps/shop/alchemy.run.ts";
const saying = '"The database does not answer:"';
const migration = "apps/shop/migrations/0002_notes.sql";

const comparison = z.looseObject({
  commits: z.object({ value: z.array(z.object({ subject: z.string(), kind: z.string() })) }),
});

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace?.cleanup());

const kit = (...args: string[]) => workspace.kit(...args);
const releases = () => releasesOf(workspace, "shop");
const deploy = () => kit("deploy", "shop", "--profile", "staging");

async function head(): Promise<string> {
  return (await workspace.run(["git", "rev-parse", "HEAD"])).stdout.trim();
}

async function commitAs(subject: string): Promise<void> {
  await workspace.commit();
  await workspace.run(["git", "commit", "--quiet", "--amend", "--message", subject]);
}

/** v1 serves staging and prod; v2, from a commit of its own, staging. */
describe("two releases", () => {
  test("before there is one, the list says how to make it", async () => {
    expect((await workspace.gen("app", "shop", "--yes")).code).toBe(0);
    await commitAs("The shop");
    const empty = await kit("release", "list", "shop");
    expect(empty.code).toBe(0);
    expect(empty.stdout).toContain("kit deploy shop --profile staging");
  });

  test("are listed newest first, with who, when, what of and where", async () => {
    const first = await head();
    await workspace.run(["git", "remote", "add", "origin", "https://ada:hunter2@github.com/acme/shop.git"]);
    expect((await deploy()).code).toBe(0);
    expect((await kit("promote", "shop", "--profile", "prod")).code).toBe(3);
    expect((await kit("approve", "shop", "--gate", "prod-approval")).code).toBe(0);
    expect((await kit("resume", "shop")).code).toBe(0);

    await workspace.write(migration, "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    await workspace.replace(
      program,
      "    APP: app.appName,",
      '    APP: app.appName,\n    GREETING: "hello",',
    );
    await commitAs("Greet");
    expect((await deploy()).code).toBe(0);

    const [v2, v1] = await releases();
    expect(v1).toMatchObject({
      release: "v1",
      by: "tester@example.com",
      commit: first,
      dirty: false,
      artifact: "kept",
      verdicts: [
        { verdict: "good", profile: "staging" },
        { verdict: "good", profile: "prod" },
      ],
      live: [{ profile: "prod", percentage: 100 }],
    });
    expect(v2).toMatchObject({
      release: "v2",
      commit: await head(),
      verdicts: [{ verdict: "good", profile: "staging" }],
      live: [{ profile: "staging", percentage: 100 }],
    });
    const { stdout } = await kit("release", "list", "shop");
    expect(stdout.split("\n")[0]).toMatch(/^v2 .* tester@example\.com .* good in staging +serves staging$/);
  });

  test("are shown one by one, by name or counted from the newest", async () => {
    const shown = await kit("release", "show", "shop", "--release", "latest-1");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("shop v1");
    expect(shown.stdout).toMatch(/r2 +→ prod succeeded/);
    const { json } = await kit("release", "show", "shop", "--release", "v1", "--json");
    expect(json()).toMatchObject({ release: "v1", bun: Bun.version, runs: [{ id: "r1" }, { id: "r2" }] });
    const unknown = await kit("release", "show", "shop", "--release", "v9");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("it has v1 to v2");
    expect((await workspace.paste(printedCommand(unknown))).code).toBe(0);
  });

  test("differ by commits, files, migrations, bindings and infrastructure", async () => {
    const diff = await kit("release", "diff", "shop", "v1", "v2", "--json");
    expect(diff.code).toBe(0);
    expect(diff.json()).toMatchObject({
      app: "shop",
      from: "v1",
      to: "v2",
      commits: { known: true, value: [{ subject: "Greet", kind: "added" }] },
      migrations: { value: [{ path: "migrations/0002_notes.sql", kind: "added", before: null, after: 45 }] },
      bindings: {
        value: { profile: "staging", changes: [{ kind: "added", name: "GREETING", type: "plain_text" }] },
      },
      infrastructure: { value: [{ kind: "added", text: '    GREETING: "hello",' }] },
    });
    const back = comparison.parse((await kit("release", "diff", "shop", "v2", "v1", "--json")).json());
    expect(back.commits.value).toMatchObject([{ subject: "Greet", kind: "left" }]);
    const { stdout } = await workspace.run([process.execPath, "run", "kit", "release", "diff", "v1", "v2"], {
      cwd: "apps/shop",
    });
    expect(stdout).toContain("+ migrations/0002_notes.sql");
  });
});

describe("provenance", () => {
  test("is an in-toto statement of the artifact that names no person, secret or folder of the machine", async () => {
    const [v2] = await releases();
    const commit = await head();
    const printed = await kit("release", "show", "shop", "--release", "v2", "--provenance", "--json");
    expect(printed.json()).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://slsa.dev/provenance/v1",
      subject: [{ name: "shop.tar", digest: { sha256: v2?.digest.replace("sha256:", "") } }],
      predicate: {
        buildDefinition: {
          externalParameters: { app: "shop" },
          resolvedDependencies: [
            { uri: `git+https://github.com/acme/shop@${commit}`, digest: { gitCommit: commit } },
            { name: "bun.lock" },
            { name: "bun" },
          ],
        },
      },
    });
    const { token } = await workspace.emulator();
    for (const secret of [workspace.root, token, "hunter2", "tester"])
      expect(printed.stdout).not.toContain(secret);
  });

  test("holds, and so do the bytes, which their commit gives again", async () => {
    await workspace.write(health, "this does not build");
    const verified = await kit("release", "verify", "shop", "--release", "v2", "--rebuild", "--json");
    expect(verified.stderr).not.toContain("failed");
    expect(verified.json()).toMatchObject({
      ok: true,
      checks: [
        { check: "artifact", passed: true },
        { check: "provenance", passed: true },
        { check: "rebuild", passed: true },
      ],
    });
    expect((await workspace.run(["git", "checkout", "--quiet", health])).code).toBe(0);
    expect((await workspace.run(["git", "worktree", "list"])).stdout.trim().split("\n")).toHaveLength(1);
  });

  test("no longer holds when the bytes, or what is said of them, were changed in the store", async () => {
    const platform = new Platform(await workspace.emulator());
    for (const [suffix, check] of [
      [".tar", "artifact"],
      [".provenance.json", "provenance"],
    ] as const) {
      const mend = await platform.tamperWith("kit-artifacts", suffix);
      const verified = await kit("release", "verify", "shop", "--release", "v2", "--json");
      await mend();
      expect(verified.code).toBe(1);
      expect(verified.json()).toMatchObject({
        checks: expect.arrayContaining([expect.objectContaining({ check, passed: false })]),
      });
    }
    expect((await kit("release", "verify", "shop", "--release", "v2")).code).toBe(0);
  });

  test("of changes that no commit holds says so, and they cannot be built again", async () => {
    await workspace.replace(health, saying, '"Silence:"');
    expect((await deploy()).code).toBe(0);
    expect((await releases())[0]).toMatchObject({ release: "v3", dirty: true });
    expect((await kit("release", "verify", "shop", "--release", "v3")).code).toBe(0);
    const rebuilt = await kit("release", "verify", "shop", "--release", "v3", "--rebuild");
    expect(rebuilt.code).toBe(1);
    expect(rebuilt.stdout).toContain("no commit holds");
  });
});

describe("pruning", () => {
  /** v4 fails in staging, v5 serves it; v1 serves prod, v2 and v3 are what staging can go back to. */
  test("shows what stays and why, and deletes nothing unasked", async () => {
    const mend = await workspace.replace(
      health,
      "  try {\n",
      "  if (c.env.VERSION) throw new Error();\n  try {\n",
    );
    expect((await deploy()).code).toBe(1);
    await mend();
    await workspace.replace(health, '"Silence:"', '"Nothing:"');
    expect((await deploy()).code).toBe(0);

    const planned = await kit("release", "prune", "shop", "--keep", "1", "--dry-run", "--json");
    expect(planned.code).toBe(0);
    expect(planned.json()).toMatchObject({
      needed: {
        v1: [
          "staging can go back to it",
          "serves prod",
          "prod can go back to it",
          "the newest good one in prod",
          "prod was last made ready from it",
        ],
        v2: ["staging can go back to it"],
        v3: ["staging can go back to it"],
      },
      unneeded: ["v4"],
      pruned: [],
    });
    const unasked = await kit("release", "prune", "shop", "--keep", "1");
    expect(unasked.code).toBe(2);
    expect(printedCommand(unasked)).toContain("--yes");
    expect((await releases()).every(({ artifact }) => artifact === "kept")).toBe(true);
  });

  test("deletes the bytes that nothing needs, and they alone", async () => {
    const pruned = await kit("release", "prune", "shop", "--keep", "1", "--yes");
    expect(pruned.code).toBe(0);
    expect((await releases()).map(({ release, artifact }) => [release, artifact])).toEqual([
      ["v5", "kept"],
      ["v4", "gone"],
      ["v3", "kept"],
      ["v2", "kept"],
      ["v1", "kept"],
    ]);
    const platform = new Platform(await workspace.emulator());
    const keys = await platform.keys("kit-artifacts");
    expect(keys.filter((key) => key.endsWith(".tar"))).toHaveLength(4);
    expect(keys.filter((key) => key.endsWith(".provenance.json"))).toHaveLength(5);
    expect((await kit("history", "shop")).stdout).toContain("v4 pruned");
    expect((await kit("audit", "verify", "shop")).code).toBe(0);
    expect((await kit("release", "prune", "shop", "--keep", "1", "--yes")).stdout).toContain(
      "Nothing to delete",
    );
  });

  test("leaves what it deleted to be told of, not to be compared or proved", async () => {
    expect((await kit("release", "show", "shop", "--release", "v4")).stdout).toContain("pruned");
    expect((await kit("release", "verify", "shop", "--release", "v4")).code).toBe(1);
    const diff = await kit("release", "diff", "shop", "v3", "v4");
    expect(diff.code).toBe(0);
    expect(diff.stdout).toContain("the bytes of v4 were pruned");
  });

  test("is undone by building the same bytes again", async () => {
    expect(
      (await kit("release", "clear", "shop", "--release", "v4", "--reason", "to try it again")).code,
    ).toBe(0);
    await workspace.replace(health, '"Nothing:"', '"Silence:"');
    await workspace.replace(health, "  try {\n", "  if (c.env.VERSION) throw new Error();\n  try {\n");
    const again = await deploy();
    expect(again.stdout).toContain("v4 has these very bytes already");
    expect(again.stdout).toContain("kept again");
    expect((await releases())[1]).toMatchObject({ release: "v4", artifact: "kept" });
  });

  test("changes nothing of what serves, and a rollback still finds its way", async () => {
    const { profiles } = await statusOf(workspace, "shop");
    expect(profiles.prod).toMatchObject({ release: "v1", health: "healthy" });
    expect(profiles.staging).toMatchObject({ release: "v5", health: "healthy" });
    expect((await kit("rollback", "shop", "--profile", "staging")).code).toBe(0);
    expect((await statusOf(workspace, "shop")).profiles.staging).toMatchObject({ release: "v3" });
  });
});

describe("a wrong call", () => {
  test.each([
    [["release"], /no action ""; it has list, show/],
    [["release", "lst", "shop"], /Did you mean "list"/],
    [["release", "list", "shop", "--rebuild"], /Unknown option '--rebuild'/],
    [["release", "list", "shop", "v1"], /Unexpected argument "v1"/],
    [["release", "show", "shop"], /--release is missing/],
    [["release", "diff", "shop"], /Two releases are needed/],
    [["release", "prune", "shop", "--keep", "none"], /--keep none/],
  ])("%j is refused with the way out", async (args, said) => {
    const refused = await kit(...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(said);
    expect(printedCommand(refused)).toMatch(/run kit release/);
  });
});
