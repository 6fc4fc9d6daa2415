import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Change, Plan } from "./change.ts";
import { bytesOf } from "./content.ts";
import { ScaffoldError } from "./scaffold-error.ts";
import { problemsOf } from "./validate.ts";

/**
 * Writes a plan of new files into a folder that is not in use yet, all at once and with no journal: the caller,
 * who made the folder, removes it when this throws. By then nothing is being written any more.
 *
 * @throws ScaffoldError when the plan does not fit an empty folder; whatever the system threw.
 */
export async function writeNew(root: string, plan: Plan): Promise<void> {
  const problems = problemsOf(plan);
  const others = plan.filter(({ kind }) => kind !== "write").map(({ path }) => `${path} is not there.`);
  if (problems.length + others.length > 0) throw new ScaffoldError([...problems, ...others]);
  const folders = new Set(plan.map(({ path }) => dirname(join(root, path))));
  await all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  await all(plan.map((change) => write(root, change)));
}

async function write(root: string, change: Change): Promise<void> {
  if (change.kind !== "write") return;
  const path = join(root, change.path);
  await writeFile(path, bytesOf(change.after), { flag: "wx" });
  if (change.executable) await chmod(path, 0o755);
}

/** Waits for every one, and then throws what the first of them that failed threw. */
async function all(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
