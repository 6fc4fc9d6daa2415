import { z } from "zod";

/** A resource that a destruction came upon, and what is to be said of it. */
export const remnant = z.object({
  /** alchemy's kind, such as `cloudflare::R2Bucket`. */
  kind: z.string(),
  /** What people know it by: the name of a bucket, the title of a namespace. */
  name: z.string(),
  /** What Cloudflare knows it by; `null` where that is not known. */
  id: z.string().nullable(),
  /** Why it is still there, in one line. */
  reason: z.string(),
});
export type Remnant = z.infer<typeof remnant>;

/** What is still there after a destruction. */
export const destruction = z.object({
  /** What should be gone and is not. */
  left: z.array(remnant),
  /** What was left alone on purpose. */
  kept: z.array(remnant),
});
export type Destruction = z.infer<typeof destruction>;

const words: Record<string, string> = {
  "cloudflare::D1Database": "database",
  "cloudflare::Hyperdrive": "Hyperdrive",
  "cloudflare::KVNamespace": "namespace",
  "cloudflare::Queue": "queue",
  "cloudflare::R2Bucket": "bucket",
  "cloudflare::VectorizeIndex": "index",
  "kit::Version": "Worker",
  d1: "database",
  kv_namespace: "namespace",
  r2_bucket: "bucket",
};

/** A resource in words: `bucket shop-staging-files`. */
export function nameOf({ kind, name }: Pick<Remnant, "kind" | "name">): string {
  return `${words[kind] ?? kind.replace(/^.*::/, "")} ${name}`;
}
