import type { Context } from "hono";
import { ApiError } from "../../../api/envelope.ts";
import { param } from "../../../api/request.ts";
import type { ObjectNamespace } from "../../durable-objects/store/namespaces.ts";
import type { Api, Binding, BindingKind, BindingUpload } from "../../product.ts";
import type { Version } from "../store/versions.ts";

/** An upload's bindings as far as they are known to be bindings. */
export interface AskedBindings {
  bindings: Binding[];
  keep_bindings?: string[] | null | undefined;
}

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
  const upload: BindingUpload = {
    store: c.env.store,
    script: param(c, "script"),
    ownNamespace: (name) => namespaces.find(({ className }) => className === name)?.id,
  };
  const strict = c.req.query("bindings_inherit") === "strict";
  const named = asked.bindings.flatMap((binding) => {
    if (binding.type !== "inherit") return [kindOf(c, binding).read(binding, upload)];
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
  for (const binding of all) kindOf(c, binding).check(binding, upload);
  return all;
}

/** @throws ApiError 10021 when the emulator has no bindings of that type */
function kindOf(c: Context<Api>, { name, type }: Binding): BindingKind {
  const kind = c.env.bindings.get(type);
  if (kind) return kind;
  throw new ApiError(
    400,
    10021,
    `The binding ${name} is of type ${type}, which is not supported by the emulator yet.`,
  );
}
