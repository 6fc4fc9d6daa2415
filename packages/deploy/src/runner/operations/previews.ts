import type { ProfileName } from "../../config/index.ts";
import { profilesOf } from "../../config/index.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import type { ReleaseName } from "../../names/identity.ts";
import type { Delivery } from "../delivery.ts";
import { loadAppIfSound } from "../load-app.ts";
import { type Health, status } from "./status.ts";

/** What an app is in a preview. */
export interface Preview {
  app: string;
  release: ReleaseName | null;
  url: string | null;
  health: Health | null;
  /** Of the artifact, in bytes. */
  size: number | null;
  /** Bytes that it is larger than what serves the app's first profile; null where nothing serves there. */
  grown: number | null;
}

/** How a preview of an app is, and how it differs from what serves its first profile. */
export async function previewOf(delivery: Delivery, profile: ProfileName): Promise<Preview> {
  const { app, ledger, progress } = delivery;
  const found = (await status(delivery)).profiles[profile];
  const release = liveRelease(ledger.state, profile);
  const read = await loadAppIfSound(app, progress);
  const first = read && profilesOf(read.config.pipeline)[0];
  const serving = first && liveRelease(ledger.state, first);
  const size = release?.size ?? null;
  return {
    app: app.name,
    release: found?.release ?? null,
    url: found?.url ?? null,
    health: found?.health ?? null,
    size,
    grown: size === null || !serving ? null : size - serving.size,
  };
}
