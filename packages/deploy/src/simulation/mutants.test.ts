import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type Mutant, mutants } from "./mutants.ts";

const source = resolve(import.meta.dirname, "..");
const stories = 100_000;

/** Runs the simulation over a copy of the source with some of its texts changed. */
async function simulate({ name, changes, seed = 1 }: Mutant, count: number) {
  const home = await mkdtemp(join(tmpdir(), "kit-mutant-"));
  try {
    await cp(source, join(home, "src"), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
    await cp(join(source, "../package.json"), join(home, "package.json"));
    await symlink(resolve(source, "../../../node_modules"), join(home, "node_modules"));
    for (const { file, from, to } of changes) await replace(join(home, "src", file), from, to, name);
    const command = [process.execPath, join(home, "src/simulation/hunt.ts"), String(seed), String(count)];
    const child = Bun.spawn(command, { stdout: "pipe", stderr: "pipe" });
    const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return { code, said: out + err };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function replace(path: string, from: string, to: string, mutant: string): Promise<void> {
  const text = await readFile(path, "utf8");
  if (text.split(from).length !== 2) throw new Error(`"${mutant}": ${path} does not say once: ${from}`);
  await writeFile(
    path,
    text.replace(from, () => to),
  );
}

test("a copy of the engine with nothing changed passes", async () => {
  expect(await simulate({ name: "none", changes: [] }, 500)).toMatchObject({ code: 0 });
}, 60_000);

test.each(mutants)(
  "an engine that $name is found out",
  async (mutant) => {
    const { code, said } = await simulate(mutant, stories);
    expect(said).toMatch(/^seed \d+: /);
    expect(code).toBe(1);
  },
  300_000,
);
