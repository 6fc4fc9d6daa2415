import { z } from "zod";

/** What of alchemy's client for Cloudflare's API is used here. It retries what may be retried. */
export interface Api {
  readonly accountId: string;
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  put(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  delete(path: string): Promise<Response>;
}

/** Cloudflare's answer to a call was no. Names what was asked, and Cloudflare's reasons with their codes. */
export class ApiError extends Error {
  readonly status: number;

  constructor(asked: string, status: number, reasons: string) {
    super(`Cloudflare could not ${asked} (${status}): ${reasons}`);
    this.name = "ApiError";
    this.status = status;
  }
}

const envelope = z.object({
  success: z.boolean(),
  result: z.unknown(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).default([]),
});

/**
 * The result in Cloudflare's envelope.
 * @param asked what the call was to do, for the error: "list the versions of shop-prod"
 * @throws ApiError
 */
export async function resultOf<Schema extends z.ZodType>(
  asked: string,
  call: Promise<Response>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const response = await call;
  const text = await response.text();
  const answer = envelope.safeParse(json(text));
  if (!answer.success) throw new ApiError(asked, response.status, text.slice(0, 200) || "an empty answer");
  if (!answer.data.success) {
    const reasons = answer.data.errors.map(({ code, message }) => `${message} (${code})`).join("; ");
    throw new ApiError(asked, response.status, reasons);
  }
  return schema.parse(answer.data.result);
}

/** The same, with `undefined` for what is not there. */
export async function resultIfFound<Schema extends z.ZodType>(
  asked: string,
  call: Promise<Response>,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const response = await call;
  return response.status === 404 ? undefined : resultOf(asked, Promise.resolve(response), schema);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
