import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import type { Storage } from "../../../runtime/storage.ts";
import { R2_STORAGE } from "../storage.ts";

/**
 * What workerd's R2 binding says to its bucket, and what it is answered: a JSON request or description, then the
 * object's bytes. Source: `R2_PLUGIN` and `bucket.worker.js` in the `miniflare` package.
 */
const R2Object = z.object({
  name: z.string(),
  version: z.string(),
  size: z.number(),
  etag: z.string(),
  uploaded: z.number(),
  httpFields: z.record(z.string(), z.unknown()).optional(),
  customFields: z.array(z.object({ k: z.string(), v: z.string() })).default([]),
});
export type R2Object = z.infer<typeof R2Object>;

const Listing = z.object({
  objects: z.array(R2Object),
  truncated: z.boolean(),
  cursor: z.string().optional(),
  delimitedPrefixes: z.array(z.string()).default([]),
});
export type R2Listing = z.infer<typeof Listing>;

const Failure = z.object({ message: z.string(), v4code: z.number() });

export interface R2ListOptions {
  limit?: number;
  prefix?: string;
  cursor?: string;
  delimiter?: string;
  startAfter?: string;
}

/** HTTP headers that are kept with an object. */
export interface R2HttpFields {
  contentType?: string;
  contentLanguage?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  cacheControl?: string;
}

export async function listObjects(storage: Storage, id: string, options: R2ListOptions): Promise<R2Listing> {
  const response = await ask(storage, id, { method: "list", ...options, include: [0, 1] });
  return Listing.parse(await response.json());
}

/** @throws ApiError 10007 when there is none */
export async function getObject(
  storage: Storage,
  id: string,
  key: string,
): Promise<{ object: R2Object; bytes: Uint8Array<ArrayBuffer> }> {
  const response = await ask(storage, id, { method: "get", object: key });
  const size = Number(response.headers.get("cf-r2-metadata-size"));
  const all = new Uint8Array(await response.arrayBuffer());
  const description: unknown = JSON.parse(new TextDecoder().decode(all.subarray(0, size)));
  return { object: R2Object.parse(description), bytes: all.subarray(size) };
}

export async function putObject(
  storage: Storage,
  id: string,
  key: string,
  bytes: Uint8Array<ArrayBuffer>,
  httpFields: R2HttpFields,
): Promise<R2Object> {
  const response = await tell(storage, id, { method: "put", object: key, httpFields }, bytes);
  return R2Object.parse(await response.json());
}

/** Deletes objects, whether or not they are there. */
export async function deleteObjects(storage: Storage, id: string, keys: string[]): Promise<void> {
  await tell(storage, id, { method: "delete", objects: keys }, new Uint8Array());
}

async function ask(storage: Storage, id: string, request: object): Promise<Response> {
  return succeeded(
    await storage.fetch(R2_STORAGE, id, "/", {
      headers: { "cf-r2-request": headerSafe(JSON.stringify(request)) },
    }),
  );
}

async function tell(
  storage: Storage,
  id: string,
  request: object,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const description = new TextEncoder().encode(JSON.stringify({ version: 1, ...request }));
  return succeeded(
    await storage.fetch(R2_STORAGE, id, "/", {
      method: "PUT",
      headers: { "cf-r2-metadata-size": String(description.length) },
      body: new Blob([description, bytes]),
    }),
  );
}

async function succeeded(response: Response): Promise<Response> {
  const failure = response.headers.get("cf-r2-error");
  if (failure) {
    const { message, v4code } = Failure.parse(JSON.parse(failure));
    throw new ApiError(response.status, v4code, message);
  }
  if (!response.ok) throw new ApiError(502, 10001, `The storage process answered ${response.status}.`);
  return response;
}

/** A header carries ASCII only; JSON can say the rest in escapes. */
function headerSafe(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
