import type { Context } from "hono";
import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import { check } from "../../../api/request.ts";
import { Binding } from "../../../store/bindings.ts";
import { D1Databases } from "../../d1/store/databases.ts";
import { type ObjectNamespace, ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import { HyperdriveConfigs } from "../../hyperdrive/store/configs.ts";
import { KvNamespaces } from "../../kv/store/namespaces.ts";
import type { Api } from "../../product.ts";
import { Queues } from "../../queues/store/queues.ts";
import { R2Buckets } from "../../r2/store/buckets.ts";
import { Scripts } from "../store/scripts.ts";
import type { Version } from "../store/versions.ts";

/** An upload's bindings as far as they are known to be bindings. */
export interface AskedBindings {
  bindings: { name: string; type: string; [field: string]: unknown }[];
  keep_bindings?: string[] | null | undefined;
}

const SUPPORTED: ReadonlySet<string> = new Set(Binding.options.map((option) => option.shape.type.value));

/**
 * What a new version is bound to: the bindings it names, those it inherits, and those of the kinds it keeps.
 * @param namespaces the Worker's own Durable Object namespaces
 * @throws ApiError when one is of a kind the emulator does not have, or names what does not exist
 */
export function resolveBindings(
  c: Context<Api>,
  asked: AskedBindings,
  previous: Version | undefined,
  namespaces: readonly ObjectNamespace[],
): Binding[] {
  const before = previous?.upload.bindings ?? [];
  const strict = c.req.query("bindings_inherit") === "strict";
  const named = asked.bindings.flatMap((binding) => {
    if (binding.type !== "inherit") return [known(c, binding, namespaces)];
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

function known(
  c: Context<Api>,
  binding: AskedBindings["bindings"][number],
  namespaces: readonly ObjectNamespace[],
): Binding {
  if (!SUPPORTED.has(binding.type)) {
    throw new ApiError(
      400,
      10021,
      `The binding ${binding.name} is of type ${binding.type}, which is not supported by the emulator yet.`,
    );
  }
  // The SDK's older name for a database's id.
  const id = binding.type === "d1" ? { id: binding.id ?? binding.database_id } : {};
  if (binding.type === "d1" && !id.id) {
    throw new ApiError(400, 10021, `binding ${binding.name} of type d1 must have a valid \`id\` specified`);
  }
  const objects =
    binding.type === "durable_object_namespace" ? { namespace_id: namespaceOf(c, binding, namespaces) } : {};
  return check(Binding, { ...binding, ...id, ...objects });
}

/** @throws ApiError 10061 when the class has no Durable Objects */
function namespaceOf(c: Context<Api>, binding: object, own: readonly ObjectNamespace[]): string {
  const asked = check(z.object({ class_name: z.string(), script_name: z.string().nullish() }), binding);
  const { class_name: className, script_name: other } = asked;
  const namespace =
    other && other !== c.req.param("script")
      ? c.var.store.of(ObjectNamespaces).find(other, className)
      : own.find((one) => one.className === className);
  if (namespace) return namespace.id;
  throw new ApiError(
    400,
    10061,
    `Cannot create binding for class '${className}' because it is not currently configured to implement Durable ` +
      `Objects${other ? ` in the script '${other}'` : ""}. Ensure a --new-class migration has been applied to it.`,
  );
}

function checkTarget(c: Context<Api>, binding: Binding): void {
  const { store } = c.var;
  if (binding.type === "kv_namespace" && !store.of(KvNamespaces).get(binding.namespace_id)) {
    throw new ApiError(400, 10041, `KV namespace '${binding.namespace_id}' not found.`);
  }
  if (binding.type === "d1" && !store.of(D1Databases).get(binding.id)) {
    throw new ApiError(
      400,
      10181,
      `D1 binding '${binding.name}' references database '${binding.id}' which was not found.`,
    );
  }
  if (binding.type === "hyperdrive" && !store.of(HyperdriveConfigs).get(binding.id)) {
    throw new ApiError(
      400,
      10021,
      `binding ${binding.name} of type hyperdrive failed to generate: there is no Hyperdrive config ${binding.id}`,
    );
  }
  if (binding.type === "queue" && !store.of(Queues).named(binding.queue_name)) {
    throw new ApiError(400, 11000, `Queue '${binding.queue_name}' not found.`);
  }
  const itself = c.req.param("script");
  if (binding.type === "service" && binding.service !== itself && !store.of(Scripts).get(binding.service)) {
    throw new ApiError(
      400,
      10143,
      `Could not resolve service binding '${binding.name}'. Target script '${binding.service}' not found. ` +
        "Please verify the target script and try again.",
    );
  }
  if (
    binding.type === "r2_bucket" &&
    !store.of(R2Buckets).get(binding.bucket_name, binding.jurisdiction ?? "default")
  ) {
    throw new ApiError(400, 10085, `R2 bucket '${binding.bucket_name}' not found.`);
  }
}
