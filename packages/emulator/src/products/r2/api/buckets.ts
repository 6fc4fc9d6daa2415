import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body, check, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { R2_STORAGE } from "../storage.ts";
import { Jurisdiction, type R2Bucket, R2Buckets } from "../store/buckets.ts";
import { listObjects } from "./bucket-protocol.ts";

const NewBucket = z.looseObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "The specified bucket name is not valid."),
});

export const list: Handler = (c) => {
  const { name_contains: part = "" } = c.req.query();
  const buckets = c.env.store
    .of(R2Buckets)
    .list(jurisdictionOf(c))
    .filter(({ name }) => name.includes(part));
  return ok(c, { buckets: buckets.map(bucketView) }, { info: { cursor: "", per_page: buckets.length } });
};

export const create: Handler = async (c) => {
  const { name, ...options } = await body(c, NewBucket);
  const jurisdiction = jurisdictionOf(c);
  if (c.env.store.of(R2Buckets).get(name, jurisdiction)) {
    throw new ApiError(409, 10004, "The bucket you tried to create already exists, and you own it.");
  }
  return ok(c, bucketView(c.env.store.of(R2Buckets).create(name, jurisdiction, options)));
};

export const get: Handler = (c) => ok(c, bucketView(foundBucket(c)));

/** Changes what class new objects are of, which is all that can be changed. */
export const patch: Handler = (c) => {
  const bucket = foundBucket(c);
  const storageClass = check(z.enum(["Standard", "InfrequentAccess"]), c.req.header("cf-r2-storage-class"));
  const options = { ...bucket.options, storageClass };
  c.env.store.of(R2Buckets).saveOptions(bucket, options);
  return ok(c, bucketView({ ...bucket, options }));
};

export const remove: Handler = async (c) => {
  const bucket = foundBucket(c);
  const { objects } = await listObjects(c.env.storage, bucket.object, { limit: 1 });
  if (objects.length > 0) {
    throw new ApiError(409, 10008, "The bucket you tried to delete is not empty.");
  }
  c.env.store.of(R2Buckets).delete(bucket);
  await c.env.storage.discard(R2_STORAGE, bucket.object);
  return ok(c, {});
};

export const getManagedDomain: Handler = (c) => ok(c, managedDomain(foundBucket(c)));

/** Public access by r2.dev: kept and given back; the emulator does not serve it yet. */
export const putManagedDomain: Handler = async (c) => {
  const bucket = foundBucket(c);
  const { enabled } = await body(c, z.object({ enabled: z.boolean() }));
  const options = { ...bucket.options, managedDomain: enabled };
  c.env.store.of(R2Buckets).saveOptions(bucket, options);
  return ok(c, managedDomain({ ...bucket, options }));
};

/** Buckets are not public here, so they have none. */
export const listCustomDomains: Handler = (c) => {
  foundBucket(c);
  return ok(c, { domains: [] });
};

/** CORS, lifecycle and lock rules: kept and given back; nothing here acts on them. */
export const getRules: Handler = (c) => ok(c, foundBucket(c).options[rulesName(c)] ?? { rules: [] });

export const putRules: Handler = async (c) => {
  const bucket = foundBucket(c);
  const rules = await body(c, z.record(z.string(), z.unknown()));
  c.env.store.of(R2Buckets).saveOptions(bucket, { ...bucket.options, [rulesName(c)]: rules });
  return ok(c, {});
};

export const removeRules: Handler = (c) => {
  const bucket = foundBucket(c);
  const { [rulesName(c)]: _, ...options } = bucket.options;
  c.env.store.of(R2Buckets).saveOptions(bucket, options);
  return ok(c, {});
};

/** @throws ApiError 10006 when there is no bucket of the name in the path */
export function foundBucket(c: Context<Api>): R2Bucket {
  const bucket = c.env.store.of(R2Buckets).get(param(c, "bucket"), jurisdictionOf(c));
  if (!bucket) throw new ApiError(404, 10006, "The specified bucket does not exist.");
  return bucket;
}

/** Said by a header, of every call that has to do with the bucket. */
function jurisdictionOf(c: Context<Api>): Jurisdiction {
  return check(Jurisdiction, c.req.header("cf-r2-jurisdiction") ?? "default");
}

function rulesName(c: Context<Api>): string {
  return `rules:${param(c, "rules")}`;
}

function managedDomain({ object, options }: R2Bucket) {
  return { bucketId: object, domain: `pub-${object}.r2.dev`, enabled: options.managedDomain === true };
}

function bucketView({ name, jurisdiction, createdAt, options }: R2Bucket) {
  return {
    name,
    creation_date: createdAt,
    location: typeof options.locationHint === "string" ? options.locationHint.toUpperCase() : "WEUR",
    storage_class: options.storageClass ?? "Standard",
    jurisdiction,
  };
}
