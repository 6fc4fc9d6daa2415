import { z } from "zod";
import { Expression, readTree, type Tree } from "./tree.ts";

/*
 * All of a workflow that this runner understands. Whatever else one says is refused here, and so never left out
 * of a run in silence. Source: https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions
 */

const tree: z.ZodType<Tree> = z.custom<Tree>(() => true);
const expression = z.instanceof(Expression);
const text = z.union([z.string(), z.number(), z.boolean(), z.null(), expression]);
const texts = z.record(z.string(), text).default({});

const level = z.enum(["read", "write", "none"]);
export const permissionsSchema = z.record(z.string(), level);
export type Permissions = z.infer<typeof permissionsSchema>;

const concurrency = z.strictObject({
  group: text,
  "cancel-in-progress": z.boolean().default(false),
  queue: z.enum(["single", "max"]).default("single"),
});
export type ConcurrencyModel = z.infer<typeof concurrency>;

const named = { id: z.string().optional(), name: text.optional(), if: tree.optional(), env: texts };

const runStep = z.strictObject({
  ...named,
  run: text,
  shell: z.literal("bash").optional(),
  "working-directory": text.optional(),
});
const actionStep = z.strictObject({ ...named, uses: z.string(), with: texts });
const step = z.union([runStep, actionStep]);
export type Step = z.infer<typeof step>;

const job = z.strictObject({
  name: text.optional(),
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  if: tree.optional(),
  "runs-on": z.literal("ubuntu-latest"),
  "timeout-minutes": z.number(),
  permissions: permissionsSchema,
  environment: z
    .strictObject({ name: text, url: text.optional(), deployment: z.boolean().default(true) })
    .optional(),
  concurrency: concurrency.optional(),
  strategy: z
    .strictObject({ "fail-fast": z.literal(false), matrix: z.strictObject({ include: tree }) })
    .optional(),
  outputs: texts,
  env: texts,
  steps: z.array(step).min(1),
});
export type JobModel = z.infer<typeof job>;

const input = z.strictObject({
  description: z.string(),
  type: z.enum(["choice", "string"]),
  options: z.array(z.string()).optional(),
  default: z.string().optional(),
  required: z.boolean(),
});
export type InputModel = z.infer<typeof input>;

const nothing = z.null();
const events = z.strictObject({
  push: z.strictObject({ branches: z.array(z.string()) }).optional(),
  pull_request: z.union([nothing, z.strictObject({ types: z.array(z.string()) })]).optional(),
  merge_group: nothing.optional(),
  schedule: z.array(z.strictObject({ cron: z.string() })).optional(),
  release: z.strictObject({ types: z.array(z.string()) }).optional(),
  workflow_dispatch: z
    .union([nothing, z.strictObject({ inputs: z.record(z.string(), input).default({}) })])
    .optional(),
});
export type EventsModel = z.infer<typeof events>;

const workflow = z.strictObject({
  name: z.string(),
  "run-name": text.optional(),
  on: events,
  permissions: permissionsSchema,
  concurrency: concurrency.optional(),
  env: texts,
  jobs: z.record(z.string(), job),
});
export type WorkflowModel = z.infer<typeof workflow>;

const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
});
export type ActionModel = z.infer<typeof action>;

/** @throws when GitHub's parser objects, or when it says something that this runner does not implement */
export function readWorkflow(name: string, content: string): WorkflowModel {
  return understood(name, workflow.safeParse(readTree("workflow", name, content)));
}

/** A composite action. @throws as above, and for an action of another kind */
export function readAction(name: string, content: string): ActionModel {
  return understood(name, action.safeParse(readTree("action", name, content)));
}

function understood<Model>(name: string, read: z.ZodSafeParseResult<Model>): Model {
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`${name} says what this runner does not implement: ${issues.join("; ")}`);
}
