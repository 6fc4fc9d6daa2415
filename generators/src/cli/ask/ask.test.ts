import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { converse, keys, type Line } from "../../testing/converse.ts";
import { copyOfThisRepository, type Repository } from "../../testing/repository.ts";

const main = join(import.meta.dirname, "../../main.ts");

let repository: Repository;
beforeAll(() => {
  repository = copyOfThisRepository();
});
afterEach(() => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository.root });
  git("clean", "--quiet", "--force", "-d", "apps");
  git("checkout", "--quiet", ".");
});
afterAll(() => repository.remove());

/** Runs `gen` on a terminal. */
function talk(args: readonly string[], lines: readonly Line[]) {
  return converse([process.execPath, main, ...args], repository.root, lines);
}

it("asks, shows, and makes what was asked for", async () => {
  const { code, screen, left } = await talk(
    [],
    [
      ["What shall it be?", keys.enter],
      ["What is it called?", "shop"],
      ["shop", keys.enter],
      ["What does it use?", keys.enter],
      ["Make it?", keys.enter],
    ],
  );
  expect({ code, left }, screen).toEqual({ code: 0, left: [] });
  expect(screen).toContain("gen app shop --template app --with d1");
  expect(JSON.parse(readFileSync(join(repository.root, "apps/shop/kit.json"), "utf8"))).toMatchObject({
    template: "app",
    answers: { name: "shop", with: "d1" },
  });
});

it("says what is wrong with a name while it is typed", async () => {
  const { code, left } = await talk(
    [],
    [
      ["What shall it be?", keys.enter],
      ["What is it called?", "Bad N"],
      ["This would do: bad-n", keys.interrupt],
    ],
  );
  expect({ code, left }).toEqual({ code: 130, left: [] });
  expect(repository.status()).toBe("");
});

it("goes back with Esc, and keeps what was answered", async () => {
  const { code, left, screen } = await talk(
    [],
    [
      ["What shall it be?", keys.enter],
      ["What is it called?", "shop"],
      ["shop", keys.enter],
      ["What does it use?", keys.escape],
      ["What is it called?", "-2"],
      ["shop-2", keys.escape],
      ["What shall it be?", keys.down],
      ["worker", keys.enter],
      ["What is it called?", keys.enter],
      ["What does it use?", keys.enter],
      ["Make it?", keys.enter],
    ],
  );
  expect({ code, left }, screen).toEqual({ code: 0, left: [] });
  expect(screen).toContain("apps/shop from the template “worker”");
});

it("shows the diff on demand, and leaves everything as it was at Ctrl-C", async () => {
  const { code, left, screen } = await talk(
    [],
    [
      ["What shall it be?", keys.enter],
      ["What is it called?", "shop"],
      ["shop", keys.enter],
      ["What does it use?", keys.enter],
      ["Make it?", keys.down],
      ["● Show the diff first", keys.enter],
      ["● Make it", keys.interrupt],
    ],
  );
  expect({ code, left }, screen).toEqual({ code: 130, left: [] });
  expect(screen).toContain("diff --git a/apps/shop/README.md");
  expect(existsSync(join(repository.root, "apps/shop"))).toBe(false);
});

it("leaves at SIGTERM", async () => {
  const child = Bun.spawn([process.execPath, main], {
    cwd: repository.root,
    env: { ...process.env, CI: undefined },
    terminal: {
      data: (_terminal, bytes) =>
        void (new TextDecoder().decode(bytes).includes("What shall") && child.kill("SIGTERM")),
    },
  });
  expect(await child.exited).toBe(130);
});

it("with arguments never asks, not even on a terminal", async () => {
  const { code, screen } = await talk(["app"], []);
  expect(code).toBe(2);
  expect(screen).toContain("Which name?");
});
