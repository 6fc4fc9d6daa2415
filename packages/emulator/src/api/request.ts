import type { Context } from "hono";
import type { z } from "zod";
import { ScriptName } from "../store/ids.ts";
import { ApiError } from "./envelope.ts";

/** A part of the path that the route is known to have. */
export function param(c: Context, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/** @throws ApiError 400 when the name in the path cannot be a Worker's */
export function validScriptName(c: Context): ScriptName {
  const name = ScriptName.safeParse(param(c, "script"));
  if (name.success) return name.data;
  throw new ApiError(
    400,
    10016,
    "Script name is invalid: up to 63 of lowercase letters, digits, dashes and underscores, no dash at either end.",
  );
}

/**
 * The request's body as JSON of the given shape, whatever its content type (alchemy says text/plain for R2).
 * @throws ApiError 400 that names the first field that is wrong
 */
export async function body<T>(c: Context, shape: z.ZodType<T>): Promise<T> {
  return check(shape, parseJson(await c.req.text()));
}

/** @throws ApiError 400 that names the first field that is wrong */
export function check<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new ApiError(400, 10001, `${where}${issue?.message ?? "not what was expected"}`);
}

/** @throws ApiError 400 when it is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 10001, "The body is not valid JSON.");
  }
}
