import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import { newHexId } from "../../../store/ids.ts";
import type { ObjectNamespace } from "../store/namespaces.ts";

const classes = z.array(z.string()).nullish();
const Step = z.object({
  new_classes: classes,
  new_sqlite_classes: classes,
  deleted_classes: classes,
  renamed_classes: z.array(z.object({ from: z.string(), to: z.string() })).nullish(),
  transferred_classes: z
    .array(z.object({ from: z.string(), from_script: z.string(), to: z.string() }))
    .nullish(),
});
type Step = z.infer<typeof Step>;

/** Changes to a Worker's Durable Object classes, as an upload asks for them: at once, or in several steps. */
export const Migrations = Step.extend({
  old_tag: z.string().nullish(),
  new_tag: z.string().nullish(),
  steps: z.array(Step).nullish(),
});
export type Migrations = z.infer<typeof Migrations>;

/** What a migration starts from. */
export interface Migrated {
  script: string;
  tag: string | undefined;
  namespaces: readonly ObjectNamespace[];
  /** A class of another Worker, to be taken over. */
  elsewhere: (script: string, className: string) => ObjectNamespace | undefined;
}

/** Whether a migration does anything. alchemy sends empty ones. */
export function changesClasses(migrations: Migrations): boolean {
  return stepsOf(migrations).some((step) => Object.values(step).some((list) => list && list.length > 0));
}

/**
 * The namespaces that a Worker has after a migration.
 * Source: developers.cloudflare.com/durable-objects/reference/durable-objects-migrations
 * @throws ApiError 10079 when the Worker is not at the tag that the migration starts from
 */
export function migrate(migrations: Migrations, from: Migrated): ObjectNamespace[] {
  if ((migrations.old_tag ?? undefined) !== from.tag) {
    const current = from.tag === undefined ? "there is no current tag" : `current tag is ${from.tag}`;
    throw new ApiError(412, 10079, `Migration tag precondition failed; ${current}`);
  }
  return stepsOf(migrations).reduce((namespaces, step) => take(step, namespaces, from), [...from.namespaces]);
}

function stepsOf({ old_tag: _, new_tag: __, steps, ...single }: Migrations): Step[] {
  return steps ?? [single];
}

function take(
  step: Step,
  before: readonly ObjectNamespace[],
  { script, elsewhere }: Migrated,
): ObjectNamespace[] {
  const after = new Map(before.map((namespace) => [namespace.className, namespace]));
  const add = (kind: string, namespace: ObjectNamespace) => {
    const { className } = namespace;
    if (after.has(className))
      throw refused(10074, kind, className, "is already depended on by existing Durable Objects");
    after.set(className, namespace);
  };
  const remove = (kind: string, className: string) => {
    const namespace = after.get(className);
    if (!namespace) throw refused(10073, kind, className, "has no Durable Objects");
    after.delete(className);
    return namespace;
  };
  for (const className of step.deleted_classes ?? []) remove("delete-class", className);
  for (const { from, to } of step.renamed_classes ?? []) {
    add("rename-class", { ...remove("rename-class", from), className: to });
  }
  for (const { from, from_script, to } of step.transferred_classes ?? []) {
    const namespace = elsewhere(from_script, from);
    if (!namespace) throw refused(10073, "transfer-class", from, `has no Durable Objects in ${from_script}`);
    add("transfer-class", { ...namespace, script, className: to });
  }
  const create = (className: string, sqlite: boolean) =>
    add("new-class", { id: newHexId(), script, className, sqlite });
  for (const className of step.new_classes ?? []) create(className, false);
  for (const className of step.new_sqlite_classes ?? []) create(className, true);
  return [...after.values()];
}

function refused(code: number, kind: string, className: string, why: string): ApiError {
  return new ApiError(400, code, `Cannot apply ${kind} migration to class '${className}' that ${why}.`);
}
