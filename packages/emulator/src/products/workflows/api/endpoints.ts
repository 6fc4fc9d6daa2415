import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as instances from "./instances.ts";
import * as workflows from "./workflows.ts";

const WORKFLOWS = "/accounts/:account/workflows";
const WORKFLOW = `${WORKFLOWS}/:workflow`;

export function endpoints(api: Hono<Api>): void {
  api.get(WORKFLOWS, workflows.list);
  api.get(WORKFLOW, workflows.get);
  api.put(WORKFLOW, workflows.put);
  api.delete(WORKFLOW, workflows.remove);
  api.get(`${WORKFLOW}/versions`, workflows.listVersions);
  api.get(`${WORKFLOW}/versions/:version`, workflows.getVersion);
  api.get(`${WORKFLOW}/instances`, instances.list);
  api.get(`${WORKFLOW}/instances/`, instances.list);
  api.post(`${WORKFLOW}/instances`, instances.create);
  api.post(`${WORKFLOW}/instances/batch`, instances.createBatch);
  api.get(`${WORKFLOW}/instances/:instance`, instances.get);
  api.patch(`${WORKFLOW}/instances/:instance/status`, instances.change);
  api.post(`${WORKFLOW}/instances/:instance/events/:event`, instances.sendEvent);
}
