import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { embed, type Value, VOID } from "../../../runtime/capnp.ts";
import type { Workflow } from "../store/workflows.ts";

const WORKERS = join(dirname(fileURLToPath(import.meta.resolve("miniflare"))), "workers/workflows");

/** Name of the service that runs a workflow. */
export function workflowService(name: string): string {
  return `workflow:${name}`;
}

/**
 * miniflare's engine for one workflow: a Durable Object for each instance, which calls the Worker's class.
 * @param disk name of the disk service where instances are kept; undefined to keep nothing
 */
export function workflowEngine(workflow: Workflow, disk: string | undefined, runFolder: string): Value {
  return {
    name: workflowService(workflow.name),
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

/** What the attendant beside needs to ask the engine. */
export function workflowBindings({ name }: Workflow): Value[] {
  const service = workflowService(name);
  return [
    { name: service, service: { name: service, entrypoint: "WorkflowBinding" } },
    { name: `engine:${name}`, durableObjectNamespace: { className: "Engine", serviceName: service } },
  ];
}

/** The module that makes of an entrypoint what a Worker sees as its workflow binding. */
export const WORKFLOW_WRAPPER = "emulator:workflow";

export function workflowExtension(runFolder: string): Value {
  const esModule = embed(relative(runFolder, join(WORKERS, "wrapped-binding.worker.js")));
  return { modules: [{ name: WORKFLOW_WRAPPER, internal: true, esModule }] };
}
