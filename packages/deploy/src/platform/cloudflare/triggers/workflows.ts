import { z } from "zod";
import type { Workflow } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { asking, askingFor } from "../answer.ts";
import { type Api, accountPath, type TriggerKind } from "./kind.ts";

const answer = z.object({ result: z.object({ script_name: z.string(), class_name: z.string() }) });

/**
 * Workflows: a class of the Worker that serves, by a name of the account's.
 * @see https://developers.cloudflare.com/api/resources/workflows/
 */
export function workflows(api: Api): TriggerKind<Workflow> {
  const pathOf = ({ name }: Workflow) => `${accountPath(api)}/workflows/${name}`;
  const there = async (workflow: Workflow) => {
    const answered = await askingFor(`read the Workflow ${workflow.name}`, () =>
      api.client.get(pathOf(workflow)),
    );
    return answered === undefined ? undefined : answer.parse(answered).result;
  };
  return {
    nameOf: ({ name }) => name,

    async isSet(worker, workflow) {
      const known = await there(workflow);
      return known?.script_name === worker && known.class_name === workflow.className;
    },

    async set(worker, workflow) {
      const known = await there(workflow);
      if (known && known.script_name !== worker)
        throw new PlatformError(
          `The Workflow ${workflow.name} is of the Worker ${known.script_name}; give this one another workflowName.`,
        );
      if (known?.class_name === workflow.className) return;
      const body = { class_name: workflow.className, script_name: worker };
      await asking(`make the Workflow ${workflow.name}`, () => api.client.put(pathOf(workflow), { body }));
    },

    async drop(worker, workflow) {
      if ((await there(workflow))?.script_name !== worker) return;
      await askingFor(`delete the Workflow ${workflow.name}`, () => api.client.delete(pathOf(workflow)));
    },
  };
}
