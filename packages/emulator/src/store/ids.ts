import { z } from "zod";

/** A version of a Worker: a UUID, made here when it is uploaded. */
export const VersionId = z.uuid().brand("VersionId");
export type VersionId = z.infer<typeof VersionId>;

/** A Worker's name, as Cloudflare allows it: it becomes a host name, so it must be a DNS label. */
export const ScriptName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/)
  .brand("ScriptName");
export type ScriptName = z.infer<typeof ScriptName>;

/** Name of a blob: the SHA-256 of its bytes, in hex. */
export const BlobId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand("BlobId");
export type BlobId = z.infer<typeof BlobId>;

/** @returns 32 hex characters, the form of Cloudflare's account ids, namespace ids and script tags. */
export function newHexId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

/** @returns a new version id */
export function newVersionId(): VersionId {
  return VersionId.parse(crypto.randomUUID());
}
