import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { partText, readParts } from "../../../api/multipart.ts";
import { body, check, param, parseJson } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { KV_STORAGE } from "../storage.ts";
import { foundNamespace } from "./namespaces.ts";

const Expiry = {
  expiration: z.coerce.number().int().nullish(),
  expiration_ttl: z.coerce.number().int().nullish(),
};
const Pair = z.object({
  ...Expiry,
  key: z.string().min(1),
  value: z.string(),
  base64: z.boolean().nullish(),
  metadata: z.unknown().optional(),
});
type Pair = z.infer<typeof Pair>;
const Keys = z.array(z.string());
const BulkGet = z.object({
  keys: z.array(z.string().min(1)).min(1).max(100),
  type: z.enum(["text", "json"]).default("text"),
  withMetadata: z.boolean().default(false),
});

/** What the storage process answers to a listing. */
const Listing = z.object({
  keys: z.array(
    z.object({ name: z.string(), expiration: z.number().optional(), metadata: z.string().optional() }),
  ),
  cursor: z.string().optional(),
});

export const listKeys: Handler = async (c) => {
  const { id } = foundNamespace(c);
  const asked = c.req.query();
  const params = new URLSearchParams({
    ...(asked.prefix && { prefix: asked.prefix }),
    ...(asked.cursor && { cursor: asked.cursor }),
    ...(asked.limit && { key_count_limit: asked.limit }),
  });
  const response = await stored(await c.env.storage.fetch(KV_STORAGE, id, `/?${params}`));
  const { keys, cursor } = Listing.parse(await response.json());
  const shown = keys.map(({ metadata, ...key }) => ({
    ...key,
    ...(metadata !== undefined && { metadata: parseJson(metadata) }),
  }));
  return ok(c, shown, { info: { count: shown.length, cursor: cursor ?? "" } });
};

export const getValue: Handler = async (c) => {
  const response = await readKey(c);
  const expiration = response.headers.get("cf-expiration");
  return new Response(response.body, {
    headers: { "content-type": "application/octet-stream", ...(expiration && { expiration }) },
  });
};

export const getMetadata: Handler = async (c) => {
  const response = await readKey(c);
  const metadata = response.headers.get("cf-kv-metadata");
  return ok(c, metadata === null ? null : parseJson(metadata));
};

/** The value is the body, or a part `value` beside a part `metadata`. */
export const putValue: Handler = async (c) => {
  const { id } = foundNamespace(c);
  const expiry = check(z.object(Expiry), c.req.query());
  const isForm = c.req.header("content-type")?.startsWith("multipart/form-data");
  const parts = isForm ? await readParts(c) : [];
  const metadata = parts.find(({ name }) => name === "metadata");
  const value = isForm ? parts.find(({ name }) => name === "value")?.bytes : await c.req.arrayBuffer();
  if (value === undefined) throw new ApiError(400, 10012, "put: the form has no part named value");
  await write(c, id, param(c, "key"), value, {
    ...expiry,
    metadata: metadata && parseJson(partText(metadata)),
  });
  return ok(c, null);
};

export const removeValue: Handler = async (c) => {
  const { id } = foundNamespace(c);
  await stored(await c.env.storage.fetch(KV_STORAGE, id, keyPath(param(c, "key")), { method: "DELETE" }));
  return ok(c, null);
};

export const putBulk: Handler = async (c) => {
  const { id } = foundNamespace(c);
  const pairs = await body(c, z.array(Pair));
  for (const pair of pairs) {
    const value = pair.base64 ? Buffer.from(pair.value, "base64") : pair.value;
    await write(c, id, pair.key, value, pair);
  }
  return ok(c, { successful_key_count: pairs.length, unsuccessful_keys: [] });
};

/** Many values at once: by name, null for those that are not there. */
export const getBulk: Handler = async (c) => {
  const { id } = foundNamespace(c);
  const asked = await body(c, BulkGet);
  const values: Record<string, unknown> = {};
  for (const key of asked.keys) {
    const response = await c.env.storage.fetch(KV_STORAGE, id, keyPath(key));
    values[key] = response.status === 404 ? null : await bulkValue(await stored(response), asked);
  }
  return ok(c, { values });
};

async function bulkValue(response: Response, asked: z.infer<typeof BulkGet>): Promise<unknown> {
  const text = await response.text();
  const value = asked.type === "json" ? parseJson(text) : text;
  if (!asked.withMetadata) return value;
  const metadata = response.headers.get("cf-kv-metadata");
  const expiration = response.headers.get("cf-expiration");
  return {
    value,
    metadata: metadata === null ? null : parseJson(metadata),
    ...(expiration !== null && { expiration: Number(expiration) }),
  };
}

export const removeBulk: Handler = async (c) => {
  const { id } = foundNamespace(c);
  const keys = await body(c, Keys);
  for (const key of keys) {
    await stored(await c.env.storage.fetch(KV_STORAGE, id, keyPath(key), { method: "DELETE" }));
  }
  return ok(c, { successful_key_count: keys.length, unsuccessful_keys: [] });
};

async function readKey(c: Context<Api>): Promise<Response> {
  const { id } = foundNamespace(c);
  const response = await c.env.storage.fetch(KV_STORAGE, id, keyPath(param(c, "key")));
  if (response.status === 404) throw new ApiError(404, 10009, "get: 'key not found'");
  return stored(response);
}

async function write(
  c: Context<Api>,
  id: string,
  key: string,
  value: string | Blob | ArrayBuffer | Uint8Array<ArrayBuffer>,
  { expiration, expiration_ttl, metadata }: Pick<Pair, "expiration" | "expiration_ttl" | "metadata">,
): Promise<void> {
  const path = new URL(keyPath(key), "http://storage");
  if (expiration) path.searchParams.set("expiration", String(expiration));
  if (expiration_ttl) path.searchParams.set("expiration_ttl", String(expiration_ttl));
  const headers: Record<string, string> =
    metadata === undefined || metadata === null ? {} : { "cf-kv-metadata": JSON.stringify(metadata) };
  const init = { method: "PUT", body: value, headers };
  await stored(await c.env.storage.fetch(KV_STORAGE, id, path.pathname + path.search, init));
}

function keyPath(key: string): string {
  return `/${encodeURIComponent(key)}?urlencoded=true`;
}

/** @throws ApiError with the storage process's words when it refused */
async function stored(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new ApiError(response.status, 10012, await response.text());
}
