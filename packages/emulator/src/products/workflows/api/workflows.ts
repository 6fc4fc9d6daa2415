import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import { WorkerdRefused } from "../../../runtime/workerd.ts";
import type { Api, Handler } from "../../product.ts";
import { mainVersion } from "../../workers/api/lookup.ts";
import { runnable } from "../../workers/serving/runnable.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { instancesOf } from "../stateful-services.ts";
import { type Workflow, Workflows } from "../store/workflows.ts";

const Asked = z.object({ script_name: z.string(), class_name: z.string() });
const NAME = /^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,63}$/;

export const list: Handler = (c) => page(c, c.env.store.of(Workflows).list().map(workflowView));

export const get: Handler = (c) => ok(c, workflowView(foundWorkflow(c)));

/** Makes a class of a Worker a workflow, or changes which one it is. */
export const put: Handler = async (c) => {
  const name = param(c, "workflow");
  if (!NAME.test(name)) throw new ApiError(400, 10201, `"${name}" is not a name for a workflow.`);
  const { script_name: script, class_name: className } = await body(c, Asked);
  const before = c.env.store.of(Workflows).named(name);
  await proveThatClassIsThere(c, name, script, className);
  c.env.store.of(Workflows).save(name, script, className);
  if (before && before.script !== script) await c.env.hosts.settle(before.script);
  await c.env.hosts.settle(script);
  return ok(c, workflowView(foundWorkflow(c)));
};

export const remove: Handler = async (c) => {
  const { name, script } = foundWorkflow(c);
  c.env.store.of(Workflows).delete(name);
  await c.env.hosts.settle(script);
  return ok(c, { success: true, status: "ok" });
};

/** A workflow is of one version: the class that it has now. */
export const listVersions: Handler = (c) => page(c, [versionView(foundWorkflow(c))]);

export const getVersion: Handler = (c) => ok(c, versionView(foundWorkflow(c)));

/** @throws ApiError 10200 when no workflow has the name in the path */
export function foundWorkflow(c: Context<Api>): Workflow {
  const workflow = c.env.store.of(Workflows).named(param(c, "workflow"));
  if (!workflow) throw new ApiError(404, 10200, "workflow.not_found");
  return workflow;
}

async function proveThatClassIsThere(
  c: Context<Api>,
  name: string,
  scriptName: string,
  className: string,
): Promise<void> {
  const { store, hosts } = c.env;
  const script = store.of(Scripts).get(scriptName);
  const version = script && mainVersion(c, script);
  if (!version) throw new ApiError(404, 10007, `The Worker ${scriptName} of the workflow does not exist.`);
  const now = new Date().toISOString();
  const workflow = { id: "trial", name, script: scriptName, className, createdOn: now, modifiedOn: now };
  try {
    const classes = hosts.services(scriptName).filter(({ objectClass }) => objectClass !== undefined);
    await hosts.missing(runnable(c.env, version), [...classes, instancesOf(workflow)]);
  } catch (error) {
    if (!(error instanceof WorkerdRefused)) throw error;
    throw new ApiError(
      400,
      10021,
      `The Worker ${scriptName} has no workflow class ${className}: ${error.message}`,
    );
  }
}

function versionView({ id, className, createdOn, modifiedOn }: Workflow) {
  return {
    id,
    workflow_id: id,
    class_name: className,
    created_on: createdOn,
    modified_on: modifiedOn,
    has_dag: false,
    language: "javascript",
  };
}

function workflowView({ id, name, script, className, createdOn, modifiedOn }: Workflow) {
  return {
    id,
    name,
    script_name: script,
    class_name: className,
    created_on: createdOn,
    modified_on: modifiedOn,
    triggered_on: null,
    version_id: id,
    instances: {},
    is_deleted: 0,
    terminator_running: 0,
  };
}
