import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyOfThisRepository, type Repository } from "./testing/repository.ts";
import { gen } from "./testing/run-gen.ts";

let repository: Repository;
let main: string;

beforeAll(() => {
  repository = copyOfThisRepository();
  main = git("branch", "--show-current").trim();
  // As in every clone: the script `prepare` registers the merge driver.
  expect(bun("install")).toMatchObject({ status: 0 });
});
afterAll(() => repository.remove());

const env = { ...process.env, DURING_INSTALL: "" };

function git(...args: string[]): string {
  const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const at = { cwd: repository.root, encoding: "utf8", stdio: "pipe", env } as const;
  return execFileSync("git", [...author, ...args], at);
}

function bun(...args: string[]) {
  return spawnSync("bun", args, { cwd: repository.root, encoding: "utf8", env });
}

/** A new branch from `main`, with this app. */
async function addAppOnBranch(app: string, features: string): Promise<string> {
  const branch = `add-${app}-with-${features}`;
  git("switch", "--quiet", "--create", branch, main);
  expect(await gen(repository.root, "app", app, "--with", features)).toMatchObject({ code: 0 });
  git("add", "--all");
  git("commit", "--quiet", "--message", `Add ${app}`);
  return branch;
}

it.each([
  ["neighbours", "cart", "queue", "catalog", "d1"],
  ["neighbours, the other way round", "wiki", "d1", "users", "none"],
  ["far apart", "about", "none", "zoo", "d1,kv"],
])(
  "two branches that each add an app merge without a conflict: %s",
  async (_how, first, one, second, other) => {
    const branch = await addAppOnBranch(first, one);
    await addAppOnBranch(second, other);
    git("merge", "--quiet", "--no-edit", branch);

    const made = [first, second].filter((app) =>
      existsSync(join(repository.root, "apps", app, "package.json")),
    );
    expect(made).toEqual([first, second]);
    expect(bun("install", "--frozen-lockfile")).toMatchObject({ status: 0 });
    expect(bun("install")).toMatchObject({ status: 0 });
    expect(repository.status()).toBe("");
    const changed = git("diff", "--stat", `${main}...HEAD`, "--", "bun.lock", "package.json");
    expect(changed).toMatch(/1 file changed, \d+ insertions\(\+\)\s*$/);
  },
);

it("where both changed the same package, bun.lock is in conflict and git's word is that of the kit", async () => {
  const depend = (branch: string, version: string) => {
    git("switch", "--quiet", "--create", branch, main);
    const lockfile = join(repository.root, "bun.lock");
    const text = execFileSync("git", ["show", `${main}:bun.lock`], {
      cwd: repository.root,
      encoding: "utf8",
    });
    writeFileSync(lockfile, text.replace(/^( {4}"zod": \["zod@)[^"]*/m, `$1${version}`));
    git("commit", "--quiet", "--all", "--message", `zod ${version}`);
  };
  depend("one", "1.0.0");
  depend("two", "2.0.0");
  const merge = spawnSync("git", ["merge", "one"], { cwd: repository.root, encoding: "utf8", env });
  expect(merge.status).toBe(1);
  expect(merge.stderr).toContain("Both branches changed the same packages in bun.lock");
  expect(git("diff", "--name-only", "--diff-filter=U").trim()).toBe("bun.lock");
  git("merge", "--abort");
});
