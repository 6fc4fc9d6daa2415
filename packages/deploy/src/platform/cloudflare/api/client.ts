import { z } from "zod";
import { CloudflareError } from "./cloudflare-error.ts";
import { retryAfter } from "./retry-after.ts";

/** One call of Cloudflare's API. */
export interface Call {
  /** What it is to do, for the error: `list the versions of shop-prod`. */
  asked: string;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the API's URL, made with `apiPath`. */
  path: string;
  query?: Record<string, string | number | boolean>;
  /** Sent as JSON, unless it is bytes or a form. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Milliseconds; 30,000 where nothing is said. */
  timeout?: number;
}

/** Where the API answers, and the token that every call carries. */
export interface Access {
  /** Ends in `/client/v4`. */
  apiUrl: string;
  token: string;
}

const errorSchema = z.object({ code: z.number().optional(), message: z.string() });
const envelopeSchema = z.object({
  success: z.boolean(),
  result: z.unknown(),
  errors: z.array(errorSchema).nullish(),
  result_info: z.looseObject({ cursor: z.string().nullish() }).nullish(),
});
type Envelope = z.infer<typeof envelopeSchema>;

/**
 * Cloudflare's API as the kit uses it. Answers are read by the schema that the caller brings. Nothing is retried here:
 * what may be repeated is the engine's to decide.
 */
export class CloudflareApi {
  readonly #access: Access;

  constructor({ apiUrl, token }: Access) {
    this.#access = { apiUrl, token };
  }

  /** The result in Cloudflare's envelope. @throws CloudflareError */
  async result<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse((await this.#envelope(call)).result);
  }

  /** The same, with `undefined` for what is not there. @throws CloudflareError for any other refusal */
  resultIfThere<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema> | undefined> {
    return ifThere(() => this.result(call, schema));
  }

  /** Does something whose answer nobody needs. @throws CloudflareError */
  async perform(call: Call): Promise<void> {
    await this.#envelope(call);
  }

  /** The same. @returns whether there was anything to do it to */
  async performIfThere(call: Call): Promise<boolean> {
    return (await ifThere(async () => this.perform(call).then(() => true))) ?? false;
  }

  /** The results of all pages of a list that is paged by cursor; none where the list is not there. @throws CloudflareError */
  async pages<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>[]> {
    const pages: z.output<Schema>[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { ...call.query, ...(cursor && { cursor }) };
      const page = await ifThere(() => this.#envelope({ ...call, query }));
      if (page) pages.push(schema.parse(page.result));
      cursor = page?.result_info?.cursor ?? undefined;
      if (!cursor) return pages;
    }
  }

  /** The body of an answer that has no envelope; `undefined` where there is none. @throws CloudflareError */
  bytesIfThere(call: Call): Promise<Uint8Array | undefined> {
    return ifThere(async () => {
      const response = await this.#send(call);
      if (!response.ok) throw refused(call, response, await envelopeOf(response));
      return new Uint8Array(await response.arrayBuffer());
    });
  }

  /** Whether something is there that is answered without an envelope. Its body is not read. @throws CloudflareError */
  async isThere(call: Call): Promise<boolean> {
    const found = await ifThere(async () => {
      const response = await this.#send(call);
      if (!response.ok) throw refused(call, response, await envelopeOf(response));
      await response.body?.cancel();
      return true;
    });
    return found ?? false;
  }

  async #envelope(call: Call): Promise<Envelope> {
    const response = await this.#send(call);
    const envelope = await envelopeOf(response);
    if (response.ok && envelope?.success) return envelope;
    throw refused(call, response, envelope);
  }

  async #send({ asked, method = "GET", path, query, body, headers, timeout = 30_000 }: Call) {
    const url = new URL(`${this.#access.apiUrl}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
    const sent = bodyOf(body);
    try {
      return await fetch(url, {
        method,
        headers: { authorization: `Bearer ${this.#access.token}`, ...sent.headers, ...headers },
        ...(sent.body !== undefined && { body: sent.body }),
        signal: AbortSignal.timeout(timeout),
      });
    } catch (cause) {
      throw new CloudflareError(asked, { status: null, reasons: "it cannot be reached", cause });
    }
  }
}

function bodyOf(body: unknown): {
  body?: string | FormData | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
} {
  if (body === undefined || body instanceof FormData) return body === undefined ? {} : { body };
  if (body instanceof Uint8Array)
    return { body: new Uint8Array(body), headers: { "content-type": "application/octet-stream" } };
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CloudflareError && error.status === 404) return undefined;
    throw error;
  }
}

/** What an answer's body says; `undefined` where it is no envelope, or breaks off. */
async function envelopeOf(response: Response): Promise<Envelope | undefined> {
  const text = await response.text().catch(() => "");
  try {
    return envelopeSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function refused({ asked }: Call, { status, headers }: Response, envelope: Envelope | undefined) {
  const errors = envelope?.errors ?? [];
  const reasons = errors.map(({ code, message }) => (code === undefined ? message : `${message} (${code})`));
  return new CloudflareError(asked, {
    status,
    reasons: reasons.join("; ") || `it answered ${status}`,
    codes: errors.flatMap(({ code }) => code ?? []),
    retryAfter: retryAfter(headers),
  });
}
