import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, check } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { Deployments } from "../../workers/store/deployments.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { Versions } from "../../workers/store/versions.ts";
import { type Queue, QueueSettings, Queues } from "../store/queues.ts";
import { consumerView } from "./consumers.ts";
import { foundQueue } from "./found-queue.ts";

const Name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "is not a name for a queue");
const Changes = z.object({
  queue_name: Name.optional(),
  settings: z.record(z.string(), z.unknown()).nullish(),
});

export const list: Handler = (c) => {
  const names = c.req.queries("name");
  const queues = c.env.store
    .of(Queues)
    .list()
    .filter(({ name }) => !names || names.includes(name));
  return page(
    c,
    queues.map((queue) => queueView(c, queue)),
  );
};

export const create: Handler = async (c) => {
  const { queue_name: name, settings } = await body(c, Changes.extend({ queue_name: Name }));
  checkFree(c, name);
  return ok(c, queueView(c, c.env.store.of(Queues).create(name, settingsFrom({}, settings))));
};

export const get: Handler = (c) => ok(c, queueView(c, foundQueue(c)));

export const patch: Handler = async (c) => {
  const queue = foundQueue(c);
  const asked = await body(c, Changes);
  const name = asked.queue_name ?? queue.name;
  if (name !== queue.name) checkFree(c, name);
  c.env.store.of(Queues).save(queue.id, name, settingsFrom(queue.settings, asked.settings));
  c.env.store.of(Queues).announce(queue.id);
  return ok(c, queueView(c, foundQueue(c)));
};

export const remove: Handler = (c) => {
  c.env.store.of(Queues).delete(foundQueue(c).id);
  return ok(c, null);
};

function checkFree(c: Context<Api>, name: string): void {
  if (!c.env.store.of(Queues).named(name)) return;
  throw new ApiError(
    409,
    11009,
    `Queue name '${name}' is already taken. Please use a different name and try again.`,
  );
}

/** What is not said, or null, stays. */
function settingsFrom(
  before: Partial<QueueSettings>,
  asked: Record<string, unknown> | null | undefined,
): QueueSettings {
  const said = Object.entries(asked ?? {}).filter(([, value]) => value !== null);
  return check(QueueSettings, { ...before, ...Object.fromEntries(said) });
}

export function queueView(c: Context<Api>, { id, name, createdOn, modifiedOn, settings }: Queue) {
  const { store } = c.env;
  const consumers = store
    .of(Queues)
    .consumersOf(id)
    .map((consumer) => consumerView(c, consumer));
  const producers = store
    .of(Scripts)
    .list()
    .flatMap((script) => producerOf(c, script.name, name));
  return {
    queue_id: id,
    queue_name: name,
    created_on: createdOn,
    modified_on: modifiedOn,
    settings,
    producers,
    producers_total_count: producers.length,
    consumers,
    consumers_total_count: consumers.length,
  };
}

function producerOf(c: Context<Api>, script: string, queue: string) {
  const [current] = c.env.store.of(Deployments).current(script)?.versions ?? [];
  const bindings = (current && c.env.store.of(Versions).get(current.version_id)?.upload.bindings) ?? [];
  const sends = bindings.some((binding) => binding.type === "queue" && binding.queue_name === queue);
  return sends ? [{ type: "worker", script }] : [];
}
