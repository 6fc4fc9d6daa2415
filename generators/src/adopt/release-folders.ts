import { normalize } from "node:path/posix";
import type { Files } from "../shared/files.ts";
import type { Copy } from "./build-script.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/** Where the build leaves what is served as it is. A release holds what is in dist/ and migrations/. */
export const ASSETS_FOLDER = "dist/client";

/** Where a release has a folder of migrations; undefined where the project has none there. */
export function migrationsInRelease(folder: string, files: Files): string | undefined {
  const at = normalize(folder).replace(/\/$/, "");
  if (![...files.keys()].some((path) => path.startsWith(`${at}/`))) return undefined;
  return at === "migrations" ? at : `dist/${at}`;
}

/** What the build has to copy for that. */
export function foldersToCopy({ assets, d1_databases }: WranglerConfig, files: Files): Copy[] {
  const migrations = d1_databases.flatMap(({ migrations_dir: from = "migrations" }): Copy[] => {
    const to = migrationsInRelease(from, files);
    return to === undefined ? [] : [{ from, to }];
  });
  const served = assets?.directory === undefined ? [] : [{ from: assets.directory, to: ASSETS_FOLDER }];
  return [...served, ...migrations];
}
