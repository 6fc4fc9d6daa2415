import { spawnSync } from "node:child_process";
import { existsSync, watch } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bunCommand } from "./shared/bun-command.ts";
import { converse, keys } from "./testing/converse.ts";
import { copyOfThisRepository, type Repository } from "./testing/repository.ts";
import { ended, gen, startGen } from "./testing/run-gen.ts";

let repository: Repository;

beforeAll(() => {
  repository = copyOfThisRepository();
});
afterAll(() => repository.remove());

/** Starts `gen app shop`, with an install that goes on until it is stopped; resolves once that install has begun. */
async function untilInstalling() {
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(repository.root, () => {
      if (!existsSync(join(repository.root, "begun.log"))) return;
      watcher.close();
      resolve();
    });
  });
  const child = startGen(repository.root, ["app", "shop", "--yes"], {
    DURING_INSTALL: "touch begun.log; while [ -e begun.log ]; do sleep 0.05; done",
  });
  await begun;
  return child;
}

async function endInstall(): Promise<void> {
  await rm(join(repository.root, "begun.log"), { force: true });
}

describe("in a whole repository", () => {
  it("gen app touches the app's folder and the lockfile, and gen remove takes exactly that back", async () => {
    const made = await gen(repository.root, "app", "shop", "--yes");
    expect(made).toMatchObject({ code: 0, err: "" });
    const touched = repository.status().split("\n").filter(Boolean);
    expect(touched.filter((line) => !line.startsWith("?? apps/shop/"))).toEqual([" M bun.lock"]);

    expect(await gen(repository.root, "remove", "shop")).toMatchObject({ code: 0 });
    expect(repository.status()).toBe("");
    expect(existsSync(join(repository.root, "apps/shop"))).toBe(false);
  });

  it("an install that fails puts everything back, and its words are shown", async () => {
    const child = startGen(repository.root, ["app", "shop"], {
      DURING_INSTALL: "echo the disk is full >&2; exit 7",
    });
    const { code, err } = await ended(child);
    expect(code).toBe(1);
    expect(err).toContain("the disk is full");
    expect(repository.status()).toBe("");
  });

  it("Ctrl-C during the install puts everything back", async () => {
    const child = await untilInstalling();
    child.kill("SIGINT");
    expect(await ended(child)).toMatchObject({ code: 130, err: "Interrupted. Everything is as it was.\n" });
    await endInstall();
    expect(repository.status()).toBe("");
  });

  it("after kill -9 during the install, the next command puts everything back first, and says so", async () => {
    const child = await untilInstalling();
    child.kill("SIGKILL");
    await ended(child);
    expect(existsSync(join(repository.root, "apps/shop"))).toBe(true);
    await endInstall();

    const again = await gen(repository.root, "app", "shop", "--no-install");
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("cut short") });
    expect(await gen(repository.root, "remove", "shop", "--no-install")).toMatchObject({ code: 0 });
    expect(repository.status()).toBe("");
  });

  it("plop stamps the same, from its arguments", async () => {
    const cwd = join(repository.root, "generators");
    const plop = (...args: string[]) =>
      spawnSync("bunx", ["--bun", "plop", ...args], { cwd, encoding: "utf8" });
    for (const [template, features] of Object.entries({ app: "d1,kv", worker: "none" })) {
      const args = template === "app" ? ["app", "shop", "app", features] : ["worker", "shop", features];
      expect(plop(...args)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(`Made apps/shop from the template “${template}”, with ${features}`),
      });
      expect(await gen(repository.root, "remove", "shop")).toMatchObject({ code: 0 });
    }
    expect(plop("app", "shop", "app", "mongo").stderr).toContain("There is no “mongo”");
    expect(plop("app", "Shop", "app", "d1").stderr).toContain("cannot be the name of an app");
    expect(repository.status()).toBe("");
  });

  it("plop asks what gen asks, what is usual marked already", async () => {
    const command = ["bunx", "--bun", "plop", "app"];
    const { code, left, screen } = await converse(command, join(repository.root, "generators"), [
      ["What is it called?", `shop${keys.enter}`],
      ["What shall it be?", keys.enter],
      ["d1: a SQL database", keys.down],
      ["kv: a key-value store", ` ${keys.enter}`],
    ]);
    expect({ code, left }, screen).toEqual({ code: 0, left: [] });
    expect(screen).toContain("with d1,kv");
    expect(await gen(repository.root, "remove", "shop")).toMatchObject({ code: 0 });
  });

  it("says what to do when its own dependencies are not installed", async () => {
    await rm(join(repository.root, "node_modules/handlebars"), { recursive: true });
    const { status, stderr } = spawnSync("bun", ["run", "gen", "app", "shop"], {
      cwd: repository.root,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `The kit's own dependencies are not installed. Run: ${bunCommand()} install\n`,
    });
  });
});
