import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { embed, type Value, VOID } from "../../../runtime/capnp.ts";
import type { Workflow } from "../store/workflows.ts";

const WORKERS = join(dirname(fileURLToPath(import.meta.resolve("miniflare"))), "workers/workflows");

/** Name of the service that runs a workflow. */
export function serviceName(name: string): string {
  return `workflow:${name}`;
}

/**
 * miniflare's engine for one workflow: a Durable Object for each instance, which calls the Worker's class.
 * @param disk name of the disk service where instances are kept; undefined to keep nothing
 */
export function engineService(workflow: Workflow, disk: string | undefined, runFolder: string): Value {
  return {
    name: serviceName(workflow.name),
    worker: {
      compatibilityDate: "2024-10-22",
      compatibilityFlags: ["experimental"],
      modules: [
        { name: "workflows.mjs", esModule: embed(relative(runFolder, join(WORKERS, "binding.worker.js"))) },
      ],
      durableObjectNamespaces: [
        { className: "Engine", enableSql: true, uniqueKey: workflow.id, preventEviction: true },
      ],
      durableObjectStorage: disk === undefined ? { inMemory: VOID } : { localDisk: disk },
      bindings: [
        { name: "ENGINE", durableObjectNamespace: { className: "Engine" } },
        { name: "USER_WORKFLOW", service: { name: workflow.script, entrypoint: workflow.className } },
        { name: "BINDING_NAME", json: JSON.stringify(workflow.name) },
        { name: "WORKFLOW_NAME", json: JSON.stringify(workflow.name) },
      ],
    },
  };
}

/** What the sidecar needs to ask the engine. */
export function engineBindings({ name }: Workflow): Value[] {
  const service = serviceName(name);
  return [
    { name: service, service: { name: service, entrypoint: "WorkflowBinding" } },
    { name: `engine:${name}`, durableObjectNamespace: { className: "Engine", serviceName: service } },
  ];
}
