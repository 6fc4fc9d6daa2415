import { brotliCompressSync, constants } from "node:zlib";
import type { Files } from "./files.ts";

/** Level 5 gives the same bytes under Bun and Node, in about a millisecond; deflate differs between them. */
const compression = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Packs every stamped file as it was stamped, compressed, in base64: the `base` of a `kit.json`, from which an
 * update knows what its owner has done since. See docs/decisions/0020-kit-json-keeps-what-was-stamped.md.
 */
export function packFiles(files: Files): string {
  const json = JSON.stringify(Object.fromEntries(files));
  return brotliCompressSync(json, compression).toString("base64");
}
