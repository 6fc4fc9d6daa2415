import type { StatefulService } from "../../runtime/stateful-service.ts";
import type { Store } from "../../store/store.ts";
import { type ObjectNamespace, ObjectNamespaces } from "./store/namespaces.ts";

/** The Durable Objects of a Worker, or of all: those of each class. */
export function durableObjectServices(store: Store, script?: string): StatefulService[] {
  const namespaces = store.of(ObjectNamespaces);
  return (script === undefined ? namespaces.list() : namespaces.of(script)).map(objectsOf);
}

/** The objects of one class, as a process has them. */
export function objectsOf(namespace: ObjectNamespace): StatefulService {
  const { id, script, className, sqlite } = namespace;
  return {
    id,
    script,
    objectClass: { className, sqlite },
    fingerprint: JSON.stringify(namespace),
    sidecarBindings: [{ name: id, durableObjectNamespace: { className, serviceName: script } }],
    services: () => [],
    isToWake: (files) => files.holds(id, "metadata", "_cf_ALARM", "SELECT 1 FROM _cf_ALARM LIMIT 1"),
  };
}
