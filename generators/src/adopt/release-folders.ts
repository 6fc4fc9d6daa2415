import { normalize } from "node:path/posix";
import type { Files } from "../shared/files.ts";
import type { Copy } from "./build-script.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/** Where the build leaves what is served as it is. */
export const ASSETS_FOLDER = "dist/client";

/** A folder of migrations, which a release carries as it is; undefined where the project has none there. */
export function migrationsFolder(folder: string, files: Files): string | undefined {
  const at = normalize(folder).replace(/\/$/, "");
  return [...files.keys()].some((path) => path.startsWith(`${at}/`)) ? at : undefined;
}

/** What the build has to copy for that. */
export function foldersToCopy({ assets }: WranglerConfig): Copy[] {
  return assets?.directory === undefined ? [] : [{ from: assets.directory, to: ASSETS_FOLDER }];
}
