import { brotliCompressSync, constants } from "node:zlib";
import type { Content } from "@alchemy-kit/scaffold";

/** Files by their path, relative to the folder they were stamped into. */
export type Files = ReadonlyMap<string, Content>;

/** Level 5 gives the same bytes under Bun and Node, in about a millisecond; deflate differs between them. */
const compression = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Every stamped file as it was stamped, compressed, in base64: the `base` of a `kit.json`, from which an update
 * knows what its owner has done since. See docs/decisions/0020-kit-json-keeps-what-was-stamped.md.
 */
export function packBase(files: Files): string {
  const json = JSON.stringify(Object.fromEntries(files));
  return brotliCompressSync(json, compression).toString("base64");
}
