import { type Digest, digest, digestOf } from "../../names/identity.ts";
import { PlatformError } from "../platform-error.ts";
import type { ArtifactStore } from "../port.ts";
import type { CloudflareApi } from "./api/client.ts";
import { R2Bucket } from "./bucket.ts";

/** Artifacts and their provenance in an R2 bucket of the account, each under its digest. */
export class R2ArtifactStore implements ArtifactStore {
  readonly #bucket: R2Bucket;

  constructor(api: CloudflareApi, accountId: string) {
    this.#bucket = new R2Bucket(api, accountId, "kit-artifacts");
  }

  has(digest: Digest): Promise<boolean> {
    return this.#bucket.has("the artifact", artifactKey(digest));
  }

  put(digest: Digest, bytes: Uint8Array): Promise<void> {
    return this.#bucket.put("the artifact", artifactKey(digest), bytes);
  }

  get(digest: Digest): Promise<Uint8Array> {
    return this.#get(`the artifact ${digest}`, artifactKey(digest), digest);
  }

  async list(): Promise<{ digest: Digest; at: Date }[]> {
    const objects = await this.#bucket.list("the artifacts", "");
    return objects.flatMap(({ key, at }) => {
      const hex = /^([0-9a-f]{64})\.tar$/.exec(key)?.[1];
      return hex ? [{ digest: digest.parse(`sha256:${hex}`), at }] : [];
    });
  }

  delete(digest: Digest): Promise<void> {
    return this.#bucket.delete(`the artifact ${digest}`, artifactKey(digest));
  }

  putProvenance(digest: Digest, bytes: Uint8Array): Promise<void> {
    return this.#bucket.put("the provenance", provenanceKey(digest), bytes);
  }

  getProvenance(digest: Digest): Promise<Uint8Array> {
    return this.#get(`the provenance ${digest}`, provenanceKey(digest), digest);
  }

  async #get(what: string, key: string, digest: Digest): Promise<Uint8Array> {
    const bytes = await this.#bucket.get(what, key);
    if (!bytes) throw new PlatformError(`Cloudflare could not fetch ${what}: it is not there`);
    const found = await digestOf(bytes);
    if (found === digest) return bytes;
    throw new Error(
      `${what.replace(/^t/, "T")} was changed in its store: its bytes are now ${found}. Nothing was done with them.`,
    );
  }
}

function artifactKey(digest: Digest): string {
  return `${hexOf(digest)}.tar`;
}

/** By its own digest, not the artifact's: two runners who build the same bytes at once each keep what they say. */
function provenanceKey(digest: Digest): string {
  return `${hexOf(digest)}.provenance.json`;
}

function hexOf(digest: Digest): string {
  return digest.replace("sha256:", "");
}
