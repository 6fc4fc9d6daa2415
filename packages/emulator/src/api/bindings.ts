import type { Context } from "hono";
import { Binding } from "../store/bindings.ts";
import type { Version } from "../store/versions.ts";
import { type Api, check } from "./context.ts";
import { ApiError } from "./envelope.ts";

/** An upload's bindings as far as they are known to be bindings. */
export interface AskedBindings {
  bindings: { name: string; type: string; [field: string]: unknown }[];
  keep_bindings?: string[] | null | undefined;
}

const SUPPORTED: ReadonlySet<string> = new Set(Binding.options.map((option) => option.shape.type.value));

/**
 * What a new version is bound to: the bindings it names, those it inherits, and those of the kinds it keeps.
 * @throws ApiError when one is of a kind the emulator does not have, or names what does not exist
 */
export function resolveBindings(
  c: Context<Api>,
  asked: AskedBindings,
  previous: Version | undefined,
): Binding[] {
  const before = previous?.upload.bindings ?? [];
  const strict = c.req.query("bindings_inherit") === "strict";
  const named = asked.bindings.flatMap((binding) => {
    if (binding.type !== "inherit") return [known(binding)];
    // The reference lets it name any version; what answers takes no other word (alchemy-run/alchemy pull request 1035).
    if (binding.version_id !== undefined && binding.version_id !== "latest") {
      throw new ApiError(
        400,
        10057,
        `The binding ${binding.name} cannot be inherited from a version: only the literal 'latest' is supported by this API.`,
      );
    }
    const oldName = typeof binding.old_name === "string" ? binding.old_name : binding.name;
    const inherited = before.find(({ name }) => name === oldName);
    if (inherited) return [{ ...inherited, name: binding.name }];
    if (strict) throw new ApiError(400, 10057, `The binding ${binding.name} has nothing to inherit from.`);
    // Cloudflare drops it without a word.
    return [];
  });
  const names = new Set(named.map(({ name }) => name));
  const kept = before.filter(({ name, type }) => !names.has(name) && asked.keep_bindings?.includes(type));
  const all = [...named, ...kept];
  for (const binding of all) checkTarget(c, binding);
  return all;
}

function known(binding: AskedBindings["bindings"][number]): Binding {
  if (!SUPPORTED.has(binding.type)) {
    throw new ApiError(
      400,
      10021,
      `The binding ${binding.name} is of type ${binding.type}, which is not supported by the emulator yet.`,
    );
  }
  // The SDK's older name for a database's id.
  const id = binding.type === "d1" ? { id: binding.id ?? binding.database_id } : {};
  return check(Binding, { ...binding, ...id });
}

function checkTarget(c: Context<Api>, binding: Binding): void {
  const { store } = c.var;
  if (binding.type === "kv_namespace" && !store.namespaces.get(binding.namespace_id)) {
    throw new ApiError(400, 10041, `KV namespace '${binding.namespace_id}' not found.`);
  }
  if (binding.type === "d1" && !store.databases.get(binding.id)) {
    throw new ApiError(
      400,
      10181,
      `D1 binding '${binding.name}' references database '${binding.id}' which was not found.`,
    );
  }
  if (binding.type === "r2_bucket" && !store.buckets.get(binding.bucket_name)) {
    throw new ApiError(400, 10085, `R2 bucket '${binding.bucket_name}' not found.`);
  }
}
