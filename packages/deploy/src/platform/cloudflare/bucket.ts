import { PlatformError } from "../platform-error.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

/** Milliseconds: what is kept may be large, and the way to it slow. */
const timeout = 300_000;

/** An R2 bucket that the kit keeps things in. Made when something is first put there. */
export class R2Bucket {
  readonly #client: CloudflareClient;
  readonly #account: string;
  readonly #name: string;

  constructor(client: CloudflareClient, accountId: string, name: string) {
    this.#client = client;
    this.#account = accountId;
    this.#name = name;
  }

  /** @param what is put, in words */
  async put(what: string, key: string, bytes: Uint8Array): Promise<void> {
    const upload = () => this.#client.r2.buckets.objects.upload(key, bytes, this.#place, { timeout });
    if (await askingFor(`store ${what}`, upload)) return;
    await this.#create();
    await asking(`store ${what}`, upload);
  }

  /** `undefined` when there is none. */
  async get(what: string, key: string): Promise<Uint8Array | undefined> {
    return askingFor(`fetch ${what}`, async () => {
      const response = await this.#client.r2.buckets.objects.get(key, this.#place, { timeout });
      return new Uint8Array(await response.arrayBuffer());
    });
  }

  async has(what: string, key: string): Promise<boolean> {
    const found = await askingFor(`look for ${what}`, async () => {
      const response = await this.#client.r2.buckets.objects.get(key, this.#place);
      await response.body?.cancel();
      return true;
    });
    return found ?? false;
  }

  /** No matter whether it is there. */
  async delete(what: string, key: string): Promise<void> {
    await askingFor(`delete ${what}`, () => this.#client.r2.buckets.objects.delete(key, this.#place));
  }

  /** What is kept under keys that begin so, and since when; nothing where the bucket was never made. */
  async list(what: string, prefix: string): Promise<{ key: string; at: Date }[]> {
    const found = await askingFor(`list ${what}`, async () => {
      const objects: { key: string; at: Date }[] = [];
      const query = { account_id: this.#account, prefix };
      for await (const { key, last_modified } of this.#client.r2.buckets.objects.list(this.#name, query)) {
        if (key !== undefined) objects.push({ key, at: new Date(last_modified ?? 0) });
      }
      return objects;
    });
    return found ?? [];
  }

  async #create(): Promise<void> {
    try {
      await asking(`make the bucket ${this.#name}`, () =>
        this.#client.r2.buckets.create({ account_id: this.#account, name: this.#name }),
      );
    } catch (error) {
      if (!(error instanceof PlatformError && /already exists/i.test(error.message))) throw error;
    }
  }

  get #place() {
    return { account_id: this.#account, bucket_name: this.#name };
  }
}
