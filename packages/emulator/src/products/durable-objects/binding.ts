import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { check } from "../../api/request.ts";
import { type Value, VOID } from "../../runtime/capnp.ts";
import { sidecar } from "../../runtime/sidecar.ts";
import { defineBinding, ownService } from "../define-binding.ts";
import { Binding, type BindingUpload, type Platform } from "../product.ts";
import { ObjectNamespaces } from "./store/namespaces.ts";

const Asked = z.object({ class_name: z.string(), script_name: z.string().nullish() });

export const DurableObjectBinding = Binding.extend({
  class_name: z.string(),
  /** The Worker that has the class, where it is another. */
  script_name: z.string().nullish(),
  namespace_id: z.string(),
});

export const durableObjectBinding = defineBinding("durable_object_namespace", {
  schema: DurableObjectBinding,
  complete: (asked, upload) => ({ namespace_id: namespaceOf(asked, upload) }),
  bind: (binding, { platform, version, homed }) => {
    // Its name of today: the class may have been renamed since the upload.
    const className = homed.get(binding.namespace_id);
    if (className !== undefined) {
      return {
        binding: { name: binding.name, durableObjectNamespace: { className, serviceName: version.script } },
      };
    }
    const stub = ownService(binding, { worker: objectStub(platform, binding.namespace_id) });
    return {
      binding: {
        name: binding.name,
        durableObjectNamespace: { className: "ObjectStub", serviceName: stub.name },
      },
      service: stub.service,
    };
  },
});

/** @throws ApiError 10061 when the class has no Durable Objects */
function namespaceOf(binding: Binding, { store, script, ownNamespace }: BindingUpload): string {
  const { class_name: className, script_name: other } = check(Asked, binding);
  const namespace =
    other && other !== script
      ? store.of(ObjectNamespaces).find(other, className)?.id
      : ownNamespace(className);
  if (namespace !== undefined) return namespace;
  throw new ApiError(
    400,
    10061,
    `Cannot create binding for class '${className}' because it is not currently configured to implement Durable ` +
      `Objects${other ? ` in the script '${other}'` : ""}. Ensure a --new-class migration has been applied to it.`,
  );
}

/** Objects of a namespace that live elsewhere: stubs that keep nothing. */
function objectStub(platform: Platform, namespace: string): Value {
  return sidecar(platform.runFolder, {
    bindings: [
      { name: "NAMESPACE", text: namespace },
      { name: "CALLS", text: objectAddress(platform, namespace, "calls") },
      { name: "WEBSOCKETS", text: objectAddress(platform, namespace, "webSockets") },
      { name: "DEBUG", workerdDebugPort: VOID },
    ],
    durableObjectNamespaces: [{ className: "ObjectStub", uniqueKey: namespace }],
    durableObjectStorage: { inMemory: VOID },
  });
}

/** Where the objects of a namespace answer. */
function objectAddress({ store, hosts, broker }: Platform, id: string, kind: "calls" | "webSockets"): string {
  return broker.address(`The Durable Objects ${id} (${kind})`, async () => {
    const namespace = store.of(ObjectNamespaces).get(id);
    if (!namespace) throw new Error("their class was deleted");
    return hosts.reach(namespace.script, kind);
  });
}
