import { type Digest, digestOf } from "../../core/identity.ts";
import { PlatformError } from "../platform-error.ts";
import type { ArtifactStore } from "../port.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

const bucket = "kit-artifacts";

/** Artifacts and their provenance in an R2 bucket of the account, each under its digest. */
export class R2ArtifactStore implements ArtifactStore {
  readonly #client: CloudflareClient;
  readonly #account: string;

  constructor(client: CloudflareClient, accountId: string) {
    this.#client = client;
    this.#account = accountId;
  }

  async has(digest: Digest): Promise<boolean> {
    const found = await askingFor("look for the artifact", async () => {
      const response = await this.#client.r2.buckets.objects.get(artifactKey(digest), this.#place);
      await response.body?.cancel();
      return true;
    });
    return found ?? false;
  }

  put(digest: Digest, bytes: Uint8Array): Promise<void> {
    return this.#put("the artifact", artifactKey(digest), bytes);
  }

  get(digest: Digest): Promise<Uint8Array> {
    return this.#get(`the artifact ${digest}`, artifactKey(digest), digest);
  }

  async delete(digest: Digest): Promise<void> {
    await askingFor(`delete the artifact ${digest}`, () =>
      this.#client.r2.buckets.objects.delete(artifactKey(digest), this.#place),
    );
  }

  putProvenance(digest: Digest, bytes: Uint8Array): Promise<void> {
    return this.#put("the provenance", provenanceKey(digest), bytes);
  }

  getProvenance(digest: Digest): Promise<Uint8Array> {
    return this.#get(`the provenance ${digest}`, provenanceKey(digest), digest);
  }

  async #put(what: string, key: string, bytes: Uint8Array): Promise<void> {
    const upload = () => this.#client.r2.buckets.objects.upload(key, bytes, this.#place);
    if (await askingFor(`store ${what}`, upload)) return;
    await this.#createBucket();
    await asking(`store ${what}`, upload);
  }

  async #get(what: string, key: string, digest: Digest): Promise<Uint8Array> {
    const response = await asking(`fetch ${what}`, () =>
      this.#client.r2.buckets.objects.get(key, this.#place),
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const found = await digestOf(bytes);
    if (found === digest) return bytes;
    throw new Error(
      `${what.replace(/^t/, "T")} was changed in its store: its bytes are now ${found}. Nothing was done with them.`,
    );
  }

  async #createBucket(): Promise<void> {
    try {
      await asking(`make the bucket ${bucket}`, () =>
        this.#client.r2.buckets.create({ account_id: this.#account, name: bucket }),
      );
    } catch (error) {
      if (!(error instanceof PlatformError && /already exists/i.test(error.message))) throw error;
    }
  }

  get #place() {
    return { account_id: this.#account, bucket_name: bucket };
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
