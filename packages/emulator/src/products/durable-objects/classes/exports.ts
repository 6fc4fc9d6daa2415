import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import { newHexId } from "../../../store/ids.ts";
import type { ObjectNamespace } from "../store/namespaces.ts";

const DurableObjectExport = z.looseObject({
  type: z.literal("durable-object"),
  state: z.enum(["created", "deleted", "renamed", "transferred", "expecting-transfer"]).default("created"),
  storage: z.enum(["sqlite", "legacy-kv"]).default("sqlite"),
  renamed_to: z.string().optional(),
});

/** What a Worker declares to export, by name. Only Durable Object classes matter here. */
export const Exports = z.record(z.string(), z.looseObject({ type: z.string() }));
export type Exports = z.infer<typeof Exports>;

/**
 * The namespaces that a Worker has once they agree with what it declares: the newer way to change classes.
 * Source: developers.cloudflare.com/changelog/post/2026-06-30-declarative-do-class-exports
 * @throws ApiError 100402 when they cannot be made to agree
 */
export function reconcile(
  exports: Exports,
  script: string,
  before: readonly ObjectNamespace[],
): ObjectNamespace[] {
  const after = new Map(before.map((namespace) => [namespace.className, namespace]));
  const declared = Object.entries(exports).flatMap(([className, declaration]) =>
    declaration.type === "durable-object" ? [{ className, ...DurableObjectExport.parse(declaration) }] : [],
  );
  for (const { className, state, renamed_to } of declared) {
    const namespace = after.get(className);
    if (state === "deleted") after.delete(className);
    if (state === "renamed" && namespace && renamed_to !== undefined) {
      after.delete(className);
      after.set(renamed_to, { ...namespace, className: renamed_to });
    }
    if (state === "transferred" || state === "expecting-transfer") {
      throw new ApiError(
        400,
        100402,
        `The emulator cannot transfer ${className} by exports: use a migration.`,
      );
    }
  }
  for (const { className, state, storage } of declared) {
    if (state !== "created" || after.has(className)) continue;
    after.set(className, { id: newHexId(), script, className, sqlite: storage === "sqlite" });
  }
  const names = new Set(declared.map(({ className }) => className));
  const forgotten = [...after.keys()].find((className) => !names.has(className));
  if (forgotten !== undefined) {
    throw new ApiError(
      400,
      100402,
      `The class ${forgotten} has Durable Objects and is not in exports: declare it, or as deleted or renamed.`,
    );
  }
  return [...after.values()];
}
