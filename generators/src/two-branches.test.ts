import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyOfThisRepository, type Repository } from "./testing/repository.ts";
import { gen } from "./testing/run-gen.ts";

let repository: Repository;

beforeAll(() => {
  repository = copyOfThisRepository();
});
afterAll(() => repository.remove());

function git(...args: string[]): string {
  const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  return execFileSync("git", [...author, ...args], { cwd: repository.root, encoding: "utf8", stdio: "pipe" });
}

function bun(...args: string[]) {
  const env = { ...process.env, DURING_INSTALL: "" };
  return spawnSync("bun", args, { cwd: repository.root, encoding: "utf8", env });
}

async function addAppOnBranch(app: string, from: string): Promise<void> {
  git("switch", "--quiet", "--create", `add-${app}`, from);
  expect(await gen(repository.root, "app", app, "--yes")).toMatchObject({ code: 0 });
  git("add", "--all");
  git("commit", "--quiet", "--message", `Add ${app}`);
}

it("two branches that each add an app meet in the lockfile only, which an install settles", async () => {
  const main = git("branch", "--show-current").trim();
  await addAppOnBranch("cart", main);
  await addAppOnBranch("shop", main);

  expect(() => git("merge", "--no-edit", "add-cart")).toThrow();
  expect(git("diff", "--name-only", "--diff-filter=U").trim()).toBe("bun.lock");
  git("checkout", "--ours", "bun.lock");
  expect(bun("install")).toMatchObject({ status: 0 });
  git("add", "--all");
  git("commit", "--quiet", "--no-edit");

  expect(["cart", "shop"].filter((app) => !existsSync(join(repository.root, "apps", app)))).toEqual([]);
  expect(bun("install", "--frozen-lockfile")).toMatchObject({ status: 0 });
  expect(repository.status()).toBe("");
  const changed = git("diff", "--stat", `${main}...HEAD`, "--", "bun.lock", "package.json");
  expect(changed).toMatch(/1 file changed, \d+ insertions\(\+\)\s*$/);
});
