import { existsSync } from "node:fs";
import { join } from "node:path";

/** Above `src/shared/` and, in the published package, above `lib/cli/`, where this is part of a bundle. */
const PACKAGE = join(import.meta.dirname, "../..");

/** The kit's own repository, where this is at work in it; in a published package that path means nothing. */
const REPOSITORY = join(PACKAGE, "..");

/**
 * The path of a file or folder that the kit brings: in its package where it is packed with that, else in the kit's
 * own repository.
 *
 * @param packed relative to the package
 * @param own relative to the kit's repository
 */
export function kitFile(packed: string, own: string): string {
  const path = packedFile(packed);
  return existsSync(path) ? path : repositoryFile(own);
}

/** The path that a file or folder has in the package once it is packed, whether it is there or not. */
export function packedFile(path: string): string {
  return join(PACKAGE, path);
}

/** The path of a file or folder in the kit's own repository. */
export function repositoryFile(path: string): string {
  return join(REPOSITORY, path);
}
