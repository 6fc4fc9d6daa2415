import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256Hex } from "../names/sha256.ts";
import { ciRunOf, provenanceOf, sourceRepository } from "./provenance.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "provenance-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"];
  const done = Bun.spawnSync(["git", ...who, ...args], { cwd: root });
  if (!done.success) throw new Error(done.stderr.toString());
  return done.stdout.toString().trim();
}

describe("where a release comes from", () => {
  test("a folder that is no checkout has neither commit nor lockfile", async () => {
    const { commit, dirty, lockfile, bun } = await provenanceOf({ root });
    expect({ commit, dirty, lockfile, bun }).toEqual({
      commit: null,
      dirty: false,
      lockfile: null,
      bun: Bun.version,
    });
    expect(await sourceRepository({ root })).toBeUndefined();
  });

  test("a clean checkout is its commit; one with changes says so", async () => {
    git("init", "--quiet");
    await writeFile(join(root, "bun.lock"), "{}\n");
    git("add", "--all");
    git("commit", "--quiet", "--message", "First");
    expect(await provenanceOf({ root })).toMatchObject({
      commit: git("rev-parse", "HEAD"),
      dirty: false,
      lockfile: `sha256:${await sha256Hex(new TextEncoder().encode("{}\n"))}`,
    });
    await writeFile(join(root, "new.txt"), "");
    expect(await provenanceOf({ root })).toMatchObject({ dirty: true });
  });

  test("the sources' repository is told without the token that reaches it", async () => {
    git("init", "--quiet");
    git("remote", "add", "origin", "https://ada:hunter2@github.com/acme/shop.git");
    expect(await sourceRepository({ root })).toBe("https://github.com/acme/shop");
  });
});

describe("the run in CI", () => {
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: "42",
  };

  test("has an address", () => {
    expect(ciRunOf({ ...env, GITHUB_RUN_ATTEMPT: "2" })).toBe(
      "https://github.com/acme/shop/actions/runs/42/attempts/2",
    );
  });

  test("is none on somebody's own machine, whatever else is set there", () => {
    expect(ciRunOf({})).toBeUndefined();
    expect(ciRunOf({ ...env, GITHUB_ACTIONS: "" })).toBeUndefined();
    expect(ciRunOf({ GITHUB_ACTIONS: "true" })).toBeUndefined();
  });
});
