/**
 * Puts one fault after the other into a stamped app and sees that the tests notice: `bun run mutate`, in this
 * package, or for some files of it: `bun run mutate src/page`. Ends with exit code 1 when a fault survives.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FEATURES } from "../../template/feature.ts";
import { combine, stamp } from "../combinations.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

/** How many apps are tested at the same time. */
const AT_ONCE = 2;

const kit = join(import.meta.dirname, "../../../..");
const root = await mkdtemp(join(tmpdir(), "mutants-"));
try {
  const whole = await stampWhole();
  const [wanted = ""] = process.argv.slice(2);
  const mutants = MUTANTS.filter(({ file }) => file.startsWith(wanted));
  for (const [test, by] of new Map(mutants.map(({ test, by }) => [test, by])))
    if (!(await passes(whole, { test, by }))) throw new Error(`${test} fails with nothing broken.`);
  const survivors: Mutant[] = [];
  const left = [...mutants];
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(`${mutants.length - survivors.length} of ${mutants.length} faults were noticed.`);
  process.exitCode = survivors.length === 0 ? 0 : 1;

  async function work(): Promise<void> {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const survives = await passes(await breakIt(whole, mutant), mutant);
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
  await symlink(join(kit, "node_modules"), join(root, "node_modules"));
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

/** Runs a test of the app in its folder, or one of the kit's on the page that is there. */
async function passes(folder: string, { by, test }: Pick<Mutant, "by" | "test">): Promise<boolean> {
  const command = [process.execPath, "--bun", "vitest", "run", "--pool=threads", "--bail=1", test];
  const cwd = by === "app" ? folder : kit;
  const env = { ...process.env, KIT_PAGE_OF: folder };
  const child = Bun.spawn(command, { cwd, env, stdin: "ignore", stdout: "ignore", stderr: "ignore" });
  return (await child.exited) === 0;
}
