import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { embed, type Value } from "../../runtime/capnp.ts";
import { peerService } from "../../runtime/sidecar.ts";
import { defineBinding } from "../define-binding.ts";
import { Binding, type Platform } from "../product.ts";
import { serviceName } from "./engine/services.ts";
import { Workflows } from "./store/workflows.ts";

/** The module that makes of an entrypoint what a Worker sees as its workflow binding. */
const WRAPPER = "emulator:workflow";

export const workflowBinding = defineBinding("workflow", {
  schema: Binding.extend({ workflow_name: z.string() }),
  bind: ({ name, workflow_name: workflow }, { platform }) => {
    const engine = peerService({
      service: serviceName(workflow),
      entrypoint: "WorkflowBinding",
      address: workflowAddress(platform, workflow),
    });
    return {
      binding: {
        name,
        wrapped: { moduleName: WRAPPER, innerBindings: [{ name: "binding", service: engine }] },
      },
      extension: wrapper(platform.runFolder),
    };
  },
});

/** Where the Worker that has a workflow answers. */
function workflowAddress({ store, hosts, broker }: Platform, name: string): string {
  return broker.address(`The workflow ${name}`, async () => {
    const workflow = store.of(Workflows).named(name);
    if (!workflow) throw new Error("it does not exist");
    return hosts.reach(workflow.script, "calls");
  });
}

function wrapper(runFolder: string): Value {
  const file = join(
    dirname(fileURLToPath(import.meta.resolve("miniflare"))),
    "workers/workflows/wrapped-binding.worker.js",
  );
  return { modules: [{ name: WRAPPER, internal: true, esModule: embed(relative(runFolder, file)) }] };
}
