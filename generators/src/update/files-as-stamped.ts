import { brotliDecompressSync } from "node:zlib";
import { type Content, digestOf } from "@alchemy-kit/scaffold";
import { z } from "zod";
import type { Files } from "../shared/files.ts";

const schema = z.record(z.string(), z.union([z.string(), z.object({ base64: z.string() })]));

/**
 * The files as they were stamped: from the `base` in `kit.json`, or from the folder itself where a file is still that.
 * One whose text is nowhere any more counts as empty: then whatever is there now is an edit, and none is lost.
 *
 * @param stamped the digest of each file, from `kit.json`
 * @param packed the `base` in `kit.json`, if there is one
 * @param ours the files as they are now
 */
export function filesAsStamped(
  stamped: Readonly<Record<string, string>>,
  packed: string | undefined,
  ours: Files,
): Files {
  const kept = unpackBase(packed);
  const base = new Map<string, Content>();
  for (const [path, digest] of Object.entries(stamped)) {
    const known = [kept.get(path), ours.get(path)].find(
      (content) => content !== undefined && digestOf(content) === digest,
    );
    base.set(path, known ?? "");
  }
  return base;
}

function unpackBase(packed: string | undefined): Files {
  if (packed === undefined) return new Map();
  try {
    const json = brotliDecompressSync(Buffer.from(packed, "base64")).toString();
    return new Map(Object.entries(schema.parse(JSON.parse(json))));
  } catch {
    // Cut short, or merged by hand: then it says nothing, and each file is judged by its digest.
    return new Map();
  }
}
