import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, build, readTree } from "./testing/built.ts";

let built: Built;
let whole: Record<string, string>;
let writes: number;

const args = ["my-app", "--no-install", "--no-git"];
const at = (path: string) => join(built.cwd, path);

/** What is in the folder before: nothing, or what a git host puts there. */
const befores: Record<string, () => Promise<void>> = {
  "a new folder": async () => {},
  "a folder that is there": async () => {
    await mkdir(at("my-app"));
    await writeFile(at("my-app/LICENSE"), "mine");
    await writeFile(at("my-app/.gitignore"), "mine\n");
  },
};

beforeAll(async () => {
  built = await build();
});
afterAll(() => built.remove());

describe.each(Object.entries(befores))("in %s", (_name, prepare) => {
  let before: Record<string, string>;

  beforeAll(async () => {
    await rm(at("my-app"), { recursive: true, force: true });
    await prepare();
    before = await readTree(built.cwd);
    const count = `${built.cwd}.count`;
    expect(await built.create(args, { FAULT_COUNT: count })).toMatchObject({ code: 0 });
    writes = Number(await readFile(count, "utf8"));
    whole = await readTree(built.cwd);
    expect(writes).toBeGreaterThan(40);
  });

  async function begin(): Promise<void> {
    await rm(at("my-app"), { recursive: true, force: true });
    await prepare();
  }

  it("kill -9 at any write leaves nothing that the next call does not make good", async () => {
    for (let write = 0; write < writes; write += 1) {
      await begin();
      const killed = await built.create(args, { FAULT: "kill", FAULT_AT: String(write) });
      expect(killed.code).toBe(null);
      const again = await built.create(args, { FAULT: "none" });
      const tree = await readTree(built.cwd);
      const wasDone = again.code === 2 && again.err.includes("is not empty");
      expect(wasDone || again.code === 0, `write ${write}: ${again.err}`).toBe(true);
      expect(tree, `write ${write}`).toEqual(whole);
    }
  }, 120_000);

  it.each([
    ["Ctrl-C", "interrupt", 130],
    ["a disk that fills", "full", 1],
  ])(
    "%s at any write leaves everything as it was, or all of it made",
    async (_what, fault, code) => {
      for (let write = 0; write < writes; write += 1) {
        await begin();
        const ended = await built.create(args, { FAULT: fault, FAULT_AT: String(write) });
        const tree = await readTree(built.cwd);
        expect(tree, `write ${write}: ${ended.err}`).toEqual(ended.code === 0 ? whole : before);
        expect([0, code], ended.err).toContain(ended.code);
      }
    },
    120_000,
  );
});
