import type { Version } from "../products/workers/store/versions.ts";
import { WORKFLOW_WRAPPER, workflowService } from "../products/workflows/engine/services.ts";
import type { Binding } from "../store/bindings.ts";
import { ATTENDANT, attendant } from "./attendant.ts";
import { type Value, VOID } from "./capnp.ts";
import type { Service } from "./storage.ts";
import type { Surroundings } from "./surroundings.ts";

/** A binding as workerd wants it, and the service that it leads to, if it needs one of its own. */
export interface Bound {
  binding: { [field: string]: Value };
  service?: Service;
}

/** What a Worker is told of a database whose Hyperdrive configuration is no more. */
const DELETED = { scheme: "postgres", database: "deleted", user: "deleted", password: "deleted" };

/**
 * @param homed the Durable Object namespaces whose objects live in the process that is being configured: id to class
 */
export function bind(
  binding: Binding,
  version: Version,
  world: Surroundings,
  homed: ReadonlyMap<string, string>,
): Bound {
  const { name } = binding;
  const serviceName = `binding:${name}`;
  const behind = (service: Service) => ({ name: serviceName, ...service });
  switch (binding.type) {
    case "plain_text":
    case "secret_text":
      return { binding: { name, text: binding.text } };
    case "json":
      return { binding: { name, json: JSON.stringify(binding.json) } };
    case "version_metadata":
      return { binding: { name, json: JSON.stringify(versionMetadata(version)) } };
    case "kv_namespace":
      return {
        binding: { name, kvNamespace: serviceName },
        service: behind(world.storage("kv", binding.namespace_id)),
      };
    case "r2_bucket": {
      const bucket = world.bucket(binding.bucket_name, binding.jurisdiction ?? "default");
      return {
        binding: { name, r2Bucket: serviceName },
        service: behind(world.storage("r2", bucket?.object ?? "deleted")),
      };
    }
    case "d1":
      return {
        binding: {
          name,
          wrapped: {
            moduleName: "cloudflare-internal:d1-api",
            innerBindings: [{ name: "fetcher", service: serviceName }],
          },
        },
        service: behind(world.storage("d1", binding.id)),
      };
    case "hyperdrive": {
      const { scheme, database, user, password } = world.hyperdrive(binding.id)?.settings.origin ?? DELETED;
      return {
        binding: { name, hyperdrive: { designator: serviceName, scheme, database, user, password } },
        service: behind({ external: { address: world.databaseAddress(binding.id), tcp: {} } }),
      };
    }
    case "assets":
      return {
        binding: { name, service: serviceName },
        service: behind(world.neighbour("x-emulator-assets", version.id)),
      };
    case "queue": {
      const producer = [
        world.queue(binding.queue_name)?.id ?? "deleted",
        binding.delivery_delay ?? [],
      ].flat();
      return {
        binding: { name, queue: serviceName },
        service: behind(world.neighbour("x-emulator-queue", producer.join(" "))),
      };
    }
    case "service":
      return { binding: { name, service: peer(binding, world) } };
    case "workflow":
      return {
        binding: {
          name,
          wrapped: {
            moduleName: WORKFLOW_WRAPPER,
            innerBindings: [{ name: "binding", service: workflow(binding.workflow_name, world) }],
          },
        },
      };
    case "durable_object_namespace": {
      const id = binding.namespace_id;
      // Its name of today: the class may have been renamed since the upload.
      const className = homed.get(id);
      if (className !== undefined) {
        return { binding: { name, durableObjectNamespace: { className, serviceName: version.script } } };
      }
      return {
        binding: { name, durableObjectNamespace: { className: "ObjectStub", serviceName } },
        service: behind({ worker: objectStub(id, world) }),
      };
    }
  }
}

function peer({ service, entrypoint, props }: Binding & { type: "service" }, world: Surroundings): Value {
  return peerService({ service, entrypoint, props, address: world.workerAddress(service) });
}

/** @param props see `workers/peer.js` */
function peerService(props: object): Value {
  return { name: ATTENDANT, entrypoint: "Peer", props: { json: JSON.stringify(props) } };
}

function workflow(name: string, world: Surroundings): Value {
  const service = workflowService(name);
  return peerService({ service, entrypoint: "WorkflowBinding", address: world.workflowAddress(name) });
}

/** Objects of a namespace that live elsewhere: stubs that keep nothing. */
function objectStub(id: string, world: Surroundings): Value {
  const { calls, webSockets } = world.objectAddresses(id);
  return attendant(world.runFolder, {
    bindings: [
      { name: "NAMESPACE", text: id },
      { name: "CALLS", text: calls },
      { name: "WEBSOCKETS", text: webSockets },
      { name: "DEBUG", workerdDebugPort: VOID },
    ],
    durableObjectNamespaces: [{ className: "ObjectStub", uniqueKey: id }],
    durableObjectStorage: { inMemory: VOID },
  });
}

/** What the `version_metadata` binding holds on Cloudflare. */
function versionMetadata(version: Version): Record<"id" | "tag" | "timestamp", string> {
  return {
    id: version.id,
    tag: version.upload.annotations["workers/tag"] ?? "",
    timestamp: version.createdOn,
  };
}
