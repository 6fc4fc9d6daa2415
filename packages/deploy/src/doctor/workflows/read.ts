import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const text = z.union([z.string(), z.number(), z.boolean()]);
const texts = z.record(z.string(), text.nullable()).catch({});
const names = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]);

const step = z.object({
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: texts,
  env: texts,
});
export type Step = z.infer<typeof step>;

/** What a step runs, or has an action run. */
export function scriptOf({ run, with: { script } }: Step): string {
  return run ?? (script === undefined || script === null ? "" : String(script));
}

const concurrency = z
  .union([z.string().transform((group) => ({ group })), z.object({ group: z.string() }).loose()])
  .pipe(
    z.object({
      group: z.string(),
      "cancel-in-progress": z.union([z.boolean(), z.string()]).default(false),
      queue: z.string().default("single"),
    }),
  );
export type Concurrency = z.infer<typeof concurrency>;

const environment = z.union([
  z.string().transform((name) => ({ name, deployment: true })),
  z.object({ name: z.string(), url: z.string().optional(), deployment: z.boolean().default(true) }),
]);

const job = z.object({
  name: text.optional(),
  needs: names,
  if: z.union([z.string(), z.boolean()]).optional(),
  permissions: z.unknown().optional(),
  "timeout-minutes": z.unknown().optional(),
  environment: environment.optional(),
  concurrency: concurrency.optional(),
  strategy: z.unknown().optional(),
  secrets: z.unknown().optional(),
  env: texts,
  outputs: texts,
  steps: z.array(step).catch([]),
});
export type Job = z.infer<typeof job>;

const workflow = z.object({
  on: z.union([z.string().transform((one) => ({ [one]: null })), z.record(z.string(), z.unknown())]),
  permissions: z.unknown().optional(),
  concurrency: concurrency.optional(),
  env: texts,
  jobs: z.record(z.string(), job),
});

/** A workflow, as far as rules look at it, or what keeps it from being read. */
export interface WorkflowFile extends z.infer<typeof workflow> {
  /** From the root of the repository. */
  path: string;
  text: string;
}

export type Read = { ok: true; file: WorkflowFile } | { ok: false; path: string; reason: string };

const WORKFLOWS = ".github/workflows/*.{yml,yaml}";
const ACTIONS = ".github/actions/*/action.{yml,yaml}";

/** Every workflow of a repository. */
export async function readWorkflows(root: string): Promise<Read[]> {
  return Promise.all(pathsOf(root, WORKFLOWS).map((path) => readOne(root, path)));
}

/** The text of everything in which actions can be named: workflows, and the repository's own actions. */
export async function readUses(root: string): Promise<{ path: string; text: string }[]> {
  const paths = [...pathsOf(root, WORKFLOWS), ...pathsOf(root, ACTIONS)];
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })));
}

function pathsOf(root: string, pattern: string): string[] {
  if (!existsSync(join(root, ".github"))) return [];
  return [...new Bun.Glob(pattern).scanSync({ cwd: root, dot: true })].sort();
}

async function readOne(root: string, path: string): Promise<Read> {
  const content = await readFile(join(root, path), "utf8");
  try {
    const read = workflow.safeParse(Bun.YAML.parse(content));
    if (read.success) return { ok: true, file: { ...read.data, path, text: content } };
    const [issue] = read.error.issues;
    return { ok: false, path, reason: `${issue?.path.join(".")}: ${issue?.message}` };
  } catch (error) {
    return { ok: false, path, reason: error instanceof Error ? error.message : String(error) };
  }
}
