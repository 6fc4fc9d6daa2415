import type { Context } from "hono";
import type { z } from "zod";
import type { Identity } from "../instance/identity.ts";
import type { Transfers } from "../products/d1/store/transfers.ts";
import type { QueueInbox } from "../products/queues/events/inbox.ts";
import type { QueuePump } from "../products/queues/events/pump.ts";
import type { Deliveries } from "../products/workers/events/deliver.ts";
import type { Fleet } from "../runtime/fleet.ts";
import type { ObjectFiles } from "../runtime/object-files.ts";
import type { ObjectHosts } from "../runtime/object-hosts.ts";
import type { Storage } from "../runtime/storage.ts";
import type { Store } from "../store/store.ts";
import { ApiError } from "./envelope.ts";

/** What every handler can reach, as `c.var`. */
export interface Api {
  Variables: {
    store: Store;
    storage: Storage;
    fleet: Fleet;
    hosts: ObjectHosts;
    files: ObjectFiles;
    deliveries: Deliveries;
    pump: QueuePump;
    inbox: QueueInbox;
    identity: Identity;
    transfers: Transfers;
  };
}

export type Handler = (c: Context<Api>) => Response | Promise<Response>;

/** A part of the path that the route is known to have. */
export function param(c: Context<Api>, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/**
 * The request's body as JSON of the given shape, whatever its content type (alchemy says text/plain for R2).
 * @throws ApiError 400 that names the first field that is wrong
 */
export async function body<T>(c: Context<Api>, shape: z.ZodType<T>): Promise<T> {
  return check(shape, parseJson(await c.req.text()));
}

/** @throws ApiError 400 that names the first field that is wrong */
export function check<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new ApiError(400, 10001, `${where}${issue?.message ?? "not what was expected"}`);
}

/** @throws ApiError 400 when it is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 10001, "The body is not valid JSON.");
  }
}
