import type { Store } from "../../../store/store.ts";
import { Deployments } from "../store/deployments.ts";
import { type Version, Versions } from "../store/versions.ts";
import { chooseVersion } from "./choose-version.ts";

/**
 * The version of a Worker that serves a request with these headers.
 * @returns undefined where nothing is deployed
 */
export function servingVersion(store: Store, script: string, headers = new Headers()): Version | undefined {
  const versions = store.of(Versions);
  const split = store.of(Deployments).current(script)?.versions ?? [];
  const shares = split.flatMap(({ version_id, percentage }) => {
    const version = versions.get(version_id);
    return version ? [{ id: version.id, number: version.number, percentage }] : [];
  });
  const preference = {
    overrides: headers.get("cloudflare-workers-version-overrides"),
    key: headers.get("cloudflare-workers-version-key"),
  };
  const id = chooseVersion(script, shares, preference, Math.random);
  return id === undefined ? undefined : versions.get(id);
}
