import type { Context } from "hono";
import { ApiError } from "../../../api/envelope.ts";
import { param } from "../../../api/request.ts";
import type { Api } from "../../product.ts";
import { type Queue, Queues } from "../store/queues.ts";

/** @throws ApiError 11000 when no queue has the id in the path */
export function foundQueue(c: Context<Api>): Queue {
  const queue = c.env.store.of(Queues).get(param(c, "queue"));
  if (!queue) throw new ApiError(404, 11000, "Queue not found. Please check the ID and try again.");
  return queue;
}
