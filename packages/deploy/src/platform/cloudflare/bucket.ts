import { z } from "zod";
import { PlatformError } from "../platform-error.ts";
import type { CloudflareApi } from "./api/client.ts";
import { apiPath } from "./api/path.ts";

/** Milliseconds: what is kept may be large, and the way to it slow. */
const timeout = 300_000;

const objectsSchema = z.array(z.object({ key: z.string(), last_modified: z.string().optional() }));

/**
 * An R2 bucket that the kit keeps things in. Made when something is first put there.
 * @see https://developers.cloudflare.com/api/resources/r2/subresources/buckets/subresources/objects/
 */
export class R2Bucket {
  readonly #api: CloudflareApi;
  readonly #account: string;
  readonly #name: string;

  constructor(api: CloudflareApi, accountId: string, name: string) {
    this.#api = api;
    this.#account = accountId;
    this.#name = name;
  }

  /** @param what is put, in words */
  async put(what: string, key: string, bytes: Uint8Array): Promise<void> {
    const upload = { ...this.#object(`store ${what}`, key), method: "PUT" as const, body: bytes, timeout };
    if (await this.#api.performIfThere(upload)) return;
    await this.#create();
    await this.#api.perform(upload);
  }

  /** `undefined` when there is none. */
  get(what: string, key: string): Promise<Uint8Array | undefined> {
    return this.#api.bytesIfThere({ ...this.#object(`fetch ${what}`, key), timeout });
  }

  has(what: string, key: string): Promise<boolean> {
    return this.#api.isThere(this.#object(`look for ${what}`, key));
  }

  /** No matter whether it is there. */
  async delete(what: string, key: string): Promise<void> {
    await this.#api.performIfThere({ ...this.#object(`delete ${what}`, key), method: "DELETE" });
  }

  /** What is kept under keys that begin so, and since when; nothing where the bucket was never made. */
  async list(what: string, prefix: string): Promise<{ key: string; at: Date }[]> {
    const path = apiPath`/accounts/${this.#account}/r2/buckets/${this.#name}/objects`;
    const call = { asked: `list ${what}`, path, query: { prefix } };
    const pages = await this.#api.pages(call, objectsSchema);
    return pages.flat().map(({ key, last_modified }) => ({ key, at: new Date(last_modified ?? 0) }));
  }

  async #create(): Promise<void> {
    try {
      const asked = `make the bucket ${this.#name}`;
      const path = apiPath`/accounts/${this.#account}/r2/buckets`;
      await this.#api.perform({ asked, method: "POST", path, body: { name: this.#name } });
    } catch (error) {
      if (!(error instanceof PlatformError && /already exists/i.test(error.message))) throw error;
    }
  }

  #object(asked: string, key: string) {
    return { asked, path: apiPath`/accounts/${this.#account}/r2/buckets/${this.#name}/objects/${key}` };
  }
}
