import type { Context } from "hono";
import { ApiError } from "./envelope.ts";

/** One part of a multipart/form-data body. */
export interface Part {
  name: string;
  /** Its content type, empty where none was given. */
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a multipart body. By hand, because Bun's `formData()` guesses a part's type from its file name where
 * Cloudflare goes by what the client said.
 * @throws ApiError 400 when the body is not multipart/form-data
 */
export async function readParts(c: Context): Promise<Part[]> {
  const header = c.req.header("content-type") ?? "";
  const [, quoted, bare] = /^multipart\/form-data;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(header) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) throw new ApiError(400, 10001, "The body is not multipart/form-data.");
  return parseMultipart(Buffer.from(await c.req.arrayBuffer()), boundary);
}

/** The text of a part. */
export function partText(part: Part): string {
  return new TextDecoder().decode(part.bytes);
}

/** @throws ApiError 400 when a part has no name or no end */
export function parseMultipart(body: Buffer<ArrayBuffer>, boundary: string): Part[] {
  const parts: Part[] = [];
  const delimiter = `--${boundary}`;
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (body.toString("latin1", start, start + 2) === "--") return parts;
    const blank = body.indexOf("\r\n\r\n", start);
    const end = body.indexOf(`\r\n${delimiter}`, start);
    if (blank === -1 || end === -1) break;
    parts.push(readPart(body.toString("utf8", start, blank), body.subarray(blank + 4, end)));
    at = end + 2;
  }
  throw new ApiError(400, 10001, "The multipart/form-data body is cut off.");
}

function readPart(head: string, bytes: Uint8Array<ArrayBuffer>): Part {
  const [, name] = /content-disposition:[^\n]*[; ]name="((?:[^"\\]|\\.)*)"/i.exec(head) ?? [];
  const [, contentType = ""] = /content-type:\s*([^\r\n]*)/i.exec(head) ?? [];
  if (name === undefined)
    throw new ApiError(400, 10001, "A part of the multipart/form-data body has no name.");
  return { name: unescapeName(name), contentType: contentType.trim(), bytes };
}

/** Browsers write `%22`, some clients `\"`. */
function unescapeName(name: string): string {
  return name.replace(/\\(.)/g, "$1").replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}
