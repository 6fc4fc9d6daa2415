import type { Context } from "hono";
import { z } from "zod";

/** An answer in Cloudflare's envelope. `extra` are fields beside `result`, such as `result_info`. */
export function ok(c: Context, result: unknown, extra: { status?: 200 | 201 | 202; info?: object } = {}) {
  const info = extra.info ? { result_info: extra.info } : {};
  return c.json({ success: true, errors: [], messages: [], result, ...info }, extra.status ?? 200);
}

/** Who does not ask for pages is not going to ask for the second one. */
const Page = z.object({
  // wrangler takes the first one for number 0.
  page: z.coerce
    .number()
    .int()
    .min(0)
    .default(1)
    .transform((number) => Math.max(number, 1)),
  per_page: z.coerce.number().int().min(1).max(1000).default(1000),
});

/** One page of a list, by `?page=` and `?per_page=`: clients ask for the next one until it is empty. */
export function pageOf<T>(c: Context, items: readonly T[]): { result: T[]; info: object } {
  const { data: query, error } = Page.safeParse(c.req.query());
  if (error) throw new ApiError(400, 10001, z.prettifyError(error));
  const from = (query.page - 1) * query.per_page;
  const result = items.slice(from, from + query.per_page);
  const info = {
    page: query.page,
    per_page: query.per_page,
    count: result.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / query.per_page),
  };
  return { result, info };
}

/** A list of which only one page is answered. */
export function page(c: Context, items: readonly unknown[]) {
  const { result, info } = pageOf(c, items);
  return ok(c, result, { info });
}

/** An error as Cloudflare's API gives it; its clients look at the status and at the code. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function diskFull(): ApiError {
  return new ApiError(
    507,
    10001,
    "The disk is full, so nothing of this was kept. Make room on the disk that has the emulator's folder.",
  );
}

/** @returns the error in Cloudflare's envelope */
export function errorResponse({ status, code, message }: ApiError): Response {
  const body = { success: false, errors: [{ code, message }], messages: [], result: null };
  return Response.json(body, { status });
}
