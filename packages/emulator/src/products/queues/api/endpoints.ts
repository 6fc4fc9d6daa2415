import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as consumers from "./consumers.ts";
import * as messages from "./messages.ts";
import * as queues from "./queues.ts";

const QUEUES = "/accounts/:account/queues";
const QUEUE = `${QUEUES}/:queue`;

export function endpoints(api: Hono<Api>): void {
  api.get(QUEUES, queues.list);
  api.post(QUEUES, queues.create);
  api.get(QUEUE, queues.get);
  api.patch(QUEUE, queues.patch);
  api.put(QUEUE, queues.patch);
  api.delete(QUEUE, queues.remove);
  api.get(`${QUEUE}/purge`, messages.purged);
  api.post(`${QUEUE}/purge`, messages.purge);
  api.post(`${QUEUE}/messages`, messages.send);
  api.post(`${QUEUE}/messages/batch`, messages.sendBatch);
  api.post(`${QUEUE}/messages/pull`, messages.pull);
  api.post(`${QUEUE}/messages/ack`, messages.acknowledge);
  api.get(`${QUEUE}/consumers`, consumers.list);
  api.post(`${QUEUE}/consumers`, consumers.create);
  api.get(`${QUEUE}/consumers/:consumer`, consumers.get);
  api.put(`${QUEUE}/consumers/:consumer`, consumers.put);
  api.delete(`${QUEUE}/consumers/:consumer`, consumers.remove);
  api.get("/accounts/:account/workers/scripts/:script/queue-consumers", consumers.ofScript);
}
