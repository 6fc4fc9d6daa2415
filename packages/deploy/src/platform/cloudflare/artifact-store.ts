import { type Digest, digestOf } from "../../core/identity.ts";
import { PlatformError } from "../platform-error.ts";
import type { ArtifactStore } from "../port.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

const bucket = "kit-artifacts";

/** Artifacts in an R2 bucket of the account, each under its digest. */
export class R2ArtifactStore implements ArtifactStore {
  readonly #client: CloudflareClient;
  readonly #account: string;

  constructor(client: CloudflareClient, accountId: string) {
    this.#client = client;
    this.#account = accountId;
  }

  async has(digest: Digest): Promise<boolean> {
    const found = await askingFor("look for the artifact", async () => {
      const response = await this.#client.r2.buckets.objects.get(keyOf(digest), this.#place);
      await response.body?.cancel();
      return true;
    });
    return found ?? false;
  }

  async put(digest: Digest, bytes: Uint8Array): Promise<void> {
    const upload = () => this.#client.r2.buckets.objects.upload(keyOf(digest), bytes, this.#place);
    if (await askingFor("store the artifact", upload)) return;
    await this.#createBucket();
    await asking("store the artifact", upload);
  }

  async get(digest: Digest): Promise<Uint8Array> {
    const response = await asking(`fetch the artifact ${digest}`, () =>
      this.#client.r2.buckets.objects.get(keyOf(digest), this.#place),
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const found = await digestOf(bytes);
    if (found !== digest)
      throw new Error(`The artifact ${digest} was changed in its store: its bytes are now ${found}.`);
    return bytes;
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

function keyOf(digest: Digest): string {
  return `${digest.replace("sha256:", "")}.tar`;
}
