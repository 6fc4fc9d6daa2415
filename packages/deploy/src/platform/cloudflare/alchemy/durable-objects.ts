import { isDurableObjectNamespace } from "alchemy/cloudflare";
import { z } from "zod";
import { type Api, resultOf } from "./api.ts";
import type { VersionProps } from "./version-props.ts";

/** A Durable Object class of the Worker, which its script must have before a version may bind it. */
export type DurableObject = { binding: string; id: string; className: string; sqlite: boolean };

/** A change of a script's classes, in Cloudflare's words. */
export type ClassMigration = {
  old_tag?: string;
  new_tag: string;
  new_sqlite_classes: string[];
  new_classes: string[];
};

const namespaces = z.array(z.object({ script: z.string().nullish(), class: z.string().nullish() }));
const service = z.object({
  default_environment: z.object({ script: z.object({ migration_tag: z.string().nullish() }) }),
});

/** The classes that a Worker's props bind of its own script. */
export function durableObjectsOf({
  name,
  bindings,
}: Pick<VersionProps, "name" | "bindings">): DurableObject[] {
  return Object.entries(bindings ?? {}).flatMap(([binding, it]) => {
    if (!isDurableObjectNamespace(it) || (it.scriptName !== undefined && it.scriptName !== name)) return [];
    return [{ binding, id: it.id, className: it.className, sqlite: it.sqlite === true }];
  });
}

/**
 * The classes that a script has objects of, or may have.
 * @see https://developers.cloudflare.com/api/resources/durable_objects/subresources/namespaces/
 */
export async function classesOf(api: Api, script: string): Promise<string[]> {
  const path = `/accounts/${api.accountId}/workers/durable_objects/namespaces?per_page=1000`;
  const found = await resultOf("list the Durable Object classes", api.get(path), namespaces);
  return found.flatMap((each) => (each.script === script && each.class ? [each.class] : []));
}

/** The tags by which alchemy finds the classes of a script again. */
export function objectTags(objects: readonly DurableObject[]): string[] {
  return objects.map(({ id, binding }) => `alchemy:do:${id}:${binding}`);
}

/**
 * What makes a script's new classes known, on from the migration that it is at.
 * @see https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
 */
export async function migrationTo(
  api: Api,
  script: string,
  added: readonly DurableObject[],
): Promise<ClassMigration> {
  const path = `/accounts/${api.accountId}/workers/services/${script}`;
  const found = await resultOf(`look up the classes of ${script}`, api.get(path), service);
  const tag = found.default_environment.script.migration_tag ?? undefined;
  const number = Number(/^alchemy:v(\d+)$/.exec(tag ?? "")?.[1] ?? 0);
  return { ...(tag !== undefined && { old_tag: tag }), ...addingClasses(`alchemy:v${number + 1}`, added) };
}

export function addingClasses(tag: string, added: readonly DurableObject[]): ClassMigration {
  const classes = (sqlite: boolean) => added.filter((it) => it.sqlite === sqlite).map((it) => it.className);
  return { new_tag: tag, new_sqlite_classes: classes(true), new_classes: classes(false) };
}

/**
 * A class by another name would be a new one without the old one's objects, which nobody means who renames.
 * @param before the props that the Worker was last released with
 * @throws Error when one of its namespaces has another class now
 */
export function refuseRename(before: Pick<VersionProps, "name" | "bindings">, now: VersionProps): void {
  const known = new Map(durableObjectsOf(before).map(({ id, className }) => [id, className]));
  for (const { id, className } of durableObjectsOf(now)) {
    const was = known.get(id);
    if (was === undefined || was === className) continue;
    throw new Error(
      `DurableObjectNamespace("${id}") was of the class ${was} and is of ${className} now. A release cannot rename a class: ` +
        `its objects would stay behind. Keep the name ${was}, or give the new class a namespace of its own.`,
    );
  }
}
