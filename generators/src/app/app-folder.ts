import type { AppName } from "@alchemy-kit/deploy/names";

/** Where an app lives, relative to the repository's root. */
export function appFolder(name: AppName): string {
  return `apps/${name}`;
}
