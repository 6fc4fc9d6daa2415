import { z } from "zod";
import type { Workflow } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { apiPath } from "../api/path.ts";
import type { Account, TriggerKind } from "./kind.ts";

const workflowSchema = z.object({ script_name: z.string(), class_name: z.string() });

/**
 * Workflows: a class of the Worker that serves, by a name of the account's.
 * @see https://developers.cloudflare.com/api/resources/workflows/
 */
export function workflows({ api, target }: Account): TriggerKind<Workflow> {
  const pathOf = ({ name }: Workflow) => apiPath`/accounts/${target.accountId}/workflows/${name}`;
  const there = (workflow: Workflow) =>
    api.resultIfThere(
      { asked: `read the Workflow ${workflow.name}`, path: pathOf(workflow) },
      workflowSchema,
    );
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
      const asked = `make the Workflow ${workflow.name}`;
      await api.perform({ asked, method: "PUT", path: pathOf(workflow), body });
    },

    async drop(worker, workflow) {
      if ((await there(workflow))?.script_name !== worker) return;
      const asked = `delete the Workflow ${workflow.name}`;
      await api.performIfThere({ asked, method: "DELETE", path: pathOf(workflow) });
    },
  };
}
