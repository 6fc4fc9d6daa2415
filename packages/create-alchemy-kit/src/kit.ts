import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };

/**
 * Where this runs from: the published package, which carries all it needs, or a clone of the kit's repository.
 * `repository` is the folder of templates for a created repository's own files.
 */
export type Kit =
  | { kind: "published"; repository: string }
  | { kind: "clone"; repository: string; root: string };

/** The version of create-alchemy-kit, and of the kit that it brings. */
export const version = manifest.version;

const carried = join(import.meta.dirname, "../../repository");

export const kit: Kit = existsSync(carried)
  ? { kind: "published", repository: carried }
  : {
      kind: "clone",
      repository: join(import.meta.dirname, "../template"),
      root: join(import.meta.dirname, "../../.."),
    };
