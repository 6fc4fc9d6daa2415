import { z } from "zod";
import { type Api, ApiError, resultIfFound, resultOf } from "./api.ts";

const bucket = "kit-state";

/** The R2 bucket in which alchemy's state is kept, in the account that it describes. Made when first written to. */
export class StateBucket {
  readonly #api: Api;
  readonly #buckets: string;

  constructor(api: Api) {
    this.#api = api;
    this.#buckets = `/accounts/${api.accountId}/r2/buckets`;
  }

  async read(key: string): Promise<string | undefined> {
    const response = await this.#api.get(this.#path(key));
    if (response.status === 404) return undefined;
    const text = await response.text();
    if (!response.ok) throw new ApiError(`read alchemy's state ${key}`, response.status, text.slice(0, 200));
    return text;
  }

  /** The keys that begin so; none where the bucket was never made. */
  async keys(prefix: string): Promise<string[]> {
    const query = new URLSearchParams({ prefix, per_page: "1000" });
    const call = this.#api.get(`${this.#buckets}/${bucket}/objects?${query}`);
    const listed = z.array(z.object({ key: z.string() }));
    return ((await resultIfFound("list alchemy's states", call, listed)) ?? []).map(({ key }) => key);
  }

  async write(key: string, text: string): Promise<void> {
    const asked = `write alchemy's state ${key}`;
    const put = () =>
      this.#api.put(this.#path(key), text, { headers: { "Content-Type": "application/json" } });
    if ((await resultIfFound(asked, put(), z.object({}).loose().nullable())) !== undefined) return;
    await this.#make();
    await resultOf(asked, put(), z.unknown());
  }

  async remove(key: string): Promise<void> {
    await resultIfFound(`delete alchemy's state ${key}`, this.#api.delete(this.#path(key)), z.unknown());
  }

  async #make(): Promise<void> {
    try {
      await resultOf(
        `make the bucket ${bucket}`,
        this.#api.post(this.#buckets, { name: bucket }),
        z.unknown(),
      );
    } catch (error) {
      // 409: another run made it a moment ago.
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    }
  }

  #path(key: string): string {
    return `${this.#buckets}/${bucket}/objects/${key}`;
  }
}
