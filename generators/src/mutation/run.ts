/**
 * Puts one fault after the other into a stamped app and sees that its tests notice: `bun run mutate`, in this
 * package. Ends with exit code 1 when a fault survives, and names it.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FEATURES } from "../template/feature.ts";
import { combine, stamp } from "../testing/combinations.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

/** How many apps are tested at the same time. */
const AT_ONCE = 2;

const root = await mkdtemp(join(tmpdir(), "mutants-"));
try {
  const whole = await stampWhole();
  if (!(await passes(whole))) throw new Error("The tests of a stamped app fail with nothing broken.");
  const survivors: Mutant[] = [];
  const left = [...MUTANTS];
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(`${MUTANTS.length - survivors.length} of ${MUTANTS.length} faults were noticed.`);
  process.exitCode = survivors.length === 0 ? 0 : 1;

  async function work(): Promise<void> {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const survives = await passes(await breakIt(whole, mutant), mutant.test);
      if (survives) survivors.push(mutant);
      console.log(
        `${survives ? "SURVIVED" : "noticed "}  ${mutant.file}: ${mutant.before} → ${mutant.after}`,
      );
    }
  }
} finally {
  await rm(root, { recursive: true, force: true });
}

async function stampWhole(): Promise<string> {
  await symlink(join(import.meta.dirname, "../../../node_modules"), join(root, "node_modules"));
  const folder = join(root, "whole");
  for (const [path, text] of await stamp(combine("app", FEATURES))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function breakIt(whole: string, { file, before, after }: Mutant): Promise<string> {
  const folder = await mkdtemp(join(root, "mutant-"));
  await cp(whole, folder, { recursive: true });
  const path = join(folder, file);
  await writeFile(
    path,
    (await readFile(path, "utf8")).replace(before, () => after),
  );
  return folder;
}

async function passes(cwd: string, ...filters: string[]): Promise<boolean> {
  const command = [process.execPath, "--bun", "vitest", "run", "--pool=threads", "--bail=1", ...filters];
  return (
    (await Bun.spawn(command, { cwd, stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exited) === 0
  );
}
