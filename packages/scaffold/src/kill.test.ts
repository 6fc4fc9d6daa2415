import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apply } from "./apply.ts";
import type { Plan } from "./change.ts";
import { recover } from "./recover.ts";
import { readTree, withTree } from "./testing/tree.ts";

const before = { "notes.md": "one\n", "old/a.txt": "a", lock: "locked" };
const plan: Plan = [
  { kind: "write", path: "apps/new/src/main.ts", after: "main" },
  { kind: "write", path: "beside.md", after: "beside" },
  { kind: "edit", path: "notes.md", before: "one\n", after: "two\n" },
  { kind: "remove", path: "old/a.txt", before: "a" },
];

/** Runs a process that applies the plan and is killed before the given step; answers the signal it died of. */
async function applyAndDie(root: string, step: number): Promise<unknown> {
  const script = join(import.meta.dirname, "testing/apply-and-die.ts");
  const child = spawn("bun", [script, root, JSON.stringify(plan), String(step)], { stdio: "inherit" });
  const [, signal] = await once(child, "exit");
  return signal;
}

it("after kill -9 before any step, the next command puts everything back", async () => {
  let step = 0;
  let killed = true;
  while (killed) {
    await withTree(before, async (root) => {
      killed = (await applyAndDie(root, step++)) === "SIGKILL";
      if (killed) expect(await recover(root)).toEqual({ left: [] });
      const expected = { "apps/new/src/main.ts": "main", "beside.md": "beside", "notes.md": "two\n" };
      const made = { "apps/new/node_modules/some/package.json": "{}", lock: "locked anew" };
      expect(await readTree(root)).toEqual(killed ? before : { ...expected, ...made });
      expect(await recover(root)).toBeUndefined();
    });
  }
  expect(step).toBeGreaterThan(9);
});

it("a new file that was changed after the kill is left, and named", () =>
  withTree(before, async (root) => {
    expect(await applyAndDie(root, 10)).toBe("SIGKILL");
    await writeFile(join(root, "apps/new/src/main.ts"), "mine now");
    expect(await recover(root)).toEqual({ left: ["apps/new/src/main.ts"] });
    expect(await readTree(root)).toEqual({ ...before, "apps/new/src/main.ts": "mine now" });
  }));

it("the next plan is applied as if nothing had been", () =>
  withTree(before, async (root) => {
    expect(await applyAndDie(root, 10)).toBe("SIGKILL");
    await apply(root, plan);
    expect(await readTree(root)).toMatchObject({
      "beside.md": "beside",
      "notes.md": "two\n",
      lock: "locked",
    });
  }));
