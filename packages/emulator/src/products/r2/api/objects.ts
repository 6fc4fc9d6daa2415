import { z } from "zod";
import { diskFull, ok } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Handler } from "../../product.ts";
import {
  deleteObjects,
  getObject,
  listObjects,
  putObject,
  type R2HttpFields,
  type R2Object,
} from "./bucket-protocol.ts";
import { foundBucket } from "./buckets.ts";

/** HTTP headers kept with an object, by the name that R2 keeps each under. */
const HTTP_FIELDS: [field: keyof R2HttpFields, header: string][] = [
  ["contentType", "content-type"],
  ["contentLanguage", "content-language"],
  ["contentDisposition", "content-disposition"],
  ["contentEncoding", "content-encoding"],
  ["cacheControl", "cache-control"],
];

export const list: Handler = async (c) => {
  const { prefix, cursor, delimiter, start_after, per_page } = c.req.query();
  const listing = await listObjects(c.env.storage, foundBucket(c).object, {
    limit: Math.min(Number(per_page) || 1000, 1000),
    ...(prefix && { prefix }),
    ...(cursor && { cursor }),
    ...(delimiter && { delimiter }),
    ...(start_after && { startAfter: start_after }),
  });
  return ok(c, listing.objects.map(objectView), {
    info: {
      cursor: listing.cursor ?? "",
      is_truncated: listing.truncated,
      per_page: listing.objects.length,
      delimited: listing.delimitedPrefixes,
    },
  });
};

export const get: Handler = async (c) => {
  const { object, bytes } = await getObject(c.env.storage, foundBucket(c).object, param(c, "key"));
  const headers = new Headers({
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.uploaded).toUTCString(),
  });
  for (const [field, header] of HTTP_FIELDS) {
    const value = object.httpFields?.[field];
    if (typeof value === "string") headers.set(header, value);
  }
  return new Response(bytes, { headers });
};

export const put: Handler = async (c) => {
  const bucket = foundBucket(c);
  const fields = HTTP_FIELDS.flatMap(([field, header]) => {
    const value = c.req.header(header);
    return value === undefined ? [] : [[field, value]];
  });
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  // Without room, workerd says so in its log and never answers.
  if (!c.env.storage.hasRoom(bytes.length)) throw diskFull();
  const object = await putObject(
    c.env.storage,
    bucket.object,
    param(c, "key"),
    bytes,
    Object.fromEntries(fields),
  );
  // Here, and only here, Cloudflare gives the size as text.
  return ok(c, { ...objectView(object), size: String(object.size) });
};

export const remove: Handler = async (c) => {
  const key = param(c, "key");
  await deleteObjects(c.env.storage, foundBucket(c).object, [key]);
  return ok(c, { key });
};

/** Deletes the objects whose keys are the body. */
export const removeMany: Handler = async (c) => {
  const bucket = foundBucket(c);
  const keys = await body(c, z.array(z.string()));
  await deleteObjects(c.env.storage, bucket.object, keys);
  return ok(
    c,
    keys.map((key) => ({ key })),
  );
};

function objectView({ name, etag, size, version, uploaded, httpFields, customFields }: R2Object) {
  const at = new Date(uploaded).toISOString();
  return {
    key: name,
    etag,
    size,
    version,
    uploaded: at,
    last_modified: at,
    storage_class: "Standard",
    http_metadata: httpFields ?? {},
    custom_metadata: Object.fromEntries(customFields.map(({ k, v }) => [k, v])),
  };
}
