import { CloudflareApi } from "alchemy/cloudflare";
import { type Metadata, metadata } from "./kept-uploads.ts";

/** alchemy's client, through which the metadata of a Worker's upload can be seen and changed on its way. */
export class UploadApi extends CloudflareApi {
  readonly #revise: (metadata: Metadata) => Promise<Metadata>;

  /** @param revise gets the metadata that alchemy made, and returns those to send */
  constructor(
    { baseUrl, accountId, credentials, profile }: CloudflareApi,
    revise: (metadata: Metadata) => Promise<Metadata>,
  ) {
    super({ baseUrl, accountId, credentials, ...(profile !== undefined && { profile }) });
    this.#revise = revise;
  }

  override async fetch(path: string, init?: RequestInit): Promise<Response> {
    const part = init?.body instanceof FormData ? init.body.get("metadata") : null;
    if (init?.body instanceof FormData && part instanceof Blob) {
      const revised = await this.#revise(metadata.parse(JSON.parse(await part.text())));
      init.body.set("metadata", new Blob([JSON.stringify(revised)], { type: "application/json" }));
    }
    return super.fetch(path, init);
  }
}
