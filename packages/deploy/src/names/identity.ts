import { z } from "zod";
import { sha256Hex } from "./sha256.ts";

/** `v1`, `v2`, …: a release's number within its app. */
export const releaseName = z
  .string()
  .regex(/^v[1-9]\d{0,8}$/)
  .brand<"ReleaseName">();
export type ReleaseName = z.infer<typeof releaseName>;

/** `sha256:` and 64 hex digits: the name of an artifact's bytes. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand<"Digest">();
export type Digest = z.infer<typeof digest>;

/** Cloudflare's id of a version uploaded to one Worker. */
export const versionId = z.string().min(1).brand<"VersionId">();
export type VersionId = z.infer<typeof versionId>;

/** `r1`, `r2`, …: a run's number within its app. */
export const runId = z
  .string()
  .regex(/^r[1-9]\d{0,8}$/)
  .brand<"RunId">();
export type RunId = z.infer<typeof runId>;

/** `2026-11-20T13-44-22-123Z`, and `-r12` after it when it was made before that run's migrations. */
export const backupName = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z(-r[1-9]\d{0,8})?$/)
  .brand<"BackupName">();
export type BackupName = z.infer<typeof backupName>;

/** The name that bytes have. */
export async function digestOf(bytes: Uint8Array): Promise<Digest> {
  return digest.parse(`sha256:${await sha256Hex(bytes)}`);
}

/** The `workers/tag` a version carries, `v12@sha256:…`: at most 82 of the 100 bytes Cloudflare allows. */
export function releaseTag(release: ReleaseName, artifact: Digest): string {
  return `${release}@${artifact}`;
}

/** What a version's tag says of it; `undefined` for a tag that the kit did not write. */
export function parseReleaseTag(tag: string): { release: ReleaseName; digest: Digest } | undefined {
  const [name, bytes] = tag.split("@", 2);
  const release = releaseName.safeParse(name);
  const artifact = digest.safeParse(bytes);
  return release.success && artifact.success ? { release: release.data, digest: artifact.data } : undefined;
}

/** The tag on a Worker's script by which the kit knows it as this app's, whoever else uses the account. */
export function ownerTag(app: string): string {
  return `kit:${app}`;
}

/** `v12` → 12. */
export function releaseNumber(release: ReleaseName): number {
  return Number(release.slice(1));
}
