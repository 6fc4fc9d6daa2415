import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, check, param, parseJson } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { askEngine, WorkflowRefused } from "../engine/ask.ts";
import type { Workflow } from "../store/workflows.ts";
import { endOf, LogEntry, startOf, stepsOf } from "./steps.ts";
import { foundWorkflow } from "./workflows.ts";

const New = z.object({ instance_id: z.string().optional(), params: z.unknown().optional() });
const Change = z.object({
  status: z.enum(["pause", "resume", "terminate", "restart"]),
  from: z.unknown().optional(),
  rollback: z.boolean().optional(),
});
const Created = z.object({ id: z.string() });
const Summary = z.object({ id: z.string(), status: z.string(), created_on: z.string() });
const Details = z.object({
  status: z.string(),
  output: z.unknown(),
  error: z.object({ name: z.string().default("Error"), message: z.string() }).nullish(),
  logs: z.array(LogEntry),
});

export const list: Handler = async (c) => {
  const workflow = foundWorkflow(c);
  const instances = z
    .array(Summary)
    .parse(await ask(c, workflow, { ask: "list", objects: c.env.files.stored(workflow.id) }));
  const wanted = c.req.query("status");
  const newestFirst = instances
    .filter(({ status }) => wanted === undefined || status === wanted)
    .toSorted((a, b) => b.created_on.localeCompare(a.created_on));
  return page(
    c,
    newestFirst.map((instance) => ({
      ...instance,
      workflow_id: workflow.id,
      version_id: workflow.id,
      modified_on: instance.created_on,
      started_on: instance.created_on,
      ended_on: null,
    })),
  );
};

export const create: Handler = async (c) => {
  const text = await c.req.text();
  return ok(c, await start(c, foundWorkflow(c), check(New, text === "" ? {} : parseJson(text))));
};

export const createBatch: Handler = async (c) => {
  const workflow = foundWorkflow(c);
  const all = await body(c, z.array(New).min(1).max(100));
  return ok(c, await Promise.all(all.map((one) => start(c, workflow, one))));
};

export const get: Handler = async (c) => {
  const workflow = foundWorkflow(c);
  const id = param(c, "instance");
  const { logs, status, output, error } = Details.parse(await ask(c, workflow, { ask: "get", id }));
  const start = startOf(logs);
  const ended = ["complete", "errored", "terminated"].includes(status);
  return ok(c, {
    status,
    params: logs[0]?.metadata.params ?? null,
    trigger: { source: "api" },
    versionId: workflow.id,
    queued: start ?? new Date().toISOString(),
    start,
    end: ended ? endOf(logs) : null,
    success: ended ? status === "complete" : null,
    steps: stepsOf(logs),
    output: output ?? null,
    error: error ?? null,
    rollback: null,
    step_count: stepsOf(logs).length,
  });
};

/** Pauses, resumes, ends or begins anew. */
export const change: Handler = async (c) => {
  const { status, from, rollback } = await body(c, Change);
  const question = { ask: "change", id: param(c, "instance"), change: status, options: { from, rollback } };
  const answer = z.object({ status: z.string() }).parse(await ask(c, foundWorkflow(c), question));
  return ok(c, { status: answer.status, timestamp: new Date().toISOString() });
};

export const sendEvent: Handler = async (c) => {
  const text = await c.req.text();
  const payload: unknown = text === "" ? null : parseJson(text);
  const question = { ask: "event", id: param(c, "instance"), type: param(c, "event"), payload };
  await ask(c, foundWorkflow(c), question);
  return ok(c, { instanceId: question.id, timestamp: new Date().toISOString() });
};

async function start(c: Context<Api>, workflow: Workflow, { instance_id, params }: z.infer<typeof New>) {
  const id = instance_id ?? crypto.randomUUID();
  Created.parse(await ask(c, workflow, { ask: "create", id, params: params ?? {} }));
  return { id, status: "queued", version_id: workflow.id, workflow_id: workflow.id };
}

/** @throws ApiError with the engine's words */
async function ask(c: Context<Api>, { name, script }: Workflow, question: object): Promise<unknown> {
  try {
    return await askEngine(await c.env.hosts.eventSocket(script), { workflow: name, ...question });
  } catch (error) {
    if (!(error instanceof WorkflowRefused)) throw error;
    const unknown = error.message.includes("not_found");
    throw unknown
      ? new ApiError(404, 10201, "instance.not_found")
      : new ApiError(400, 10202, `The workflow refused: ${error.message}`);
  }
}
