import { type ProfileName, profileBefore } from "../config/index.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { liveRelease } from "../ledger/release-of.ts";
import { profileState, type Release } from "../ledger/state.ts";
import { kit } from "../names/action.ts";
import { type ReleaseName, releaseNumber } from "../names/identity.ts";
import { Refusal } from "../names/user-error.ts";
import type { Sending } from "./check-migrations.ts";
import { findRelease } from "./releases/find.ts";
import { type Sent, send } from "./send.ts";

/**
 * Carries the newest good release of the profile before onward, or the one named. It builds nothing.
 * @throws Refusal when there is none, or for the first profile
 */
export async function promote(
  engine: Engine,
  profile: ProfileName,
  { release: wanted, ...how }: Sending & { release?: string | undefined } = {},
): Promise<Sent> {
  const { app } = engine;
  const from = profileBefore(app.config.pipeline, profile);
  if (!from) {
    throw new Refusal(
      "first-profile",
      `${profile} is the first profile: releases are deployed there, not promoted.`,
      {
        kind: "usage",
        action: kit("deploy", app.name, { profile }),
      },
    );
  }
  if (wanted !== undefined) return send(engine, profile, goodRelease(engine, from, profile, wanted), how);
  const release = newestGood(engine, from);
  for (const name of passedOver(engine, from, release)) {
    engine.progress.note("passed over", `${name}, which was found bad`);
  }
  return send(engine, profile, release, how);
}

/** @throws Refusal when there is no such release, when it is not good there, or when a newer one serves already */
function goodRelease(engine: Engine, from: ProfileName, to: ProfileName, wanted: string): Release {
  const { app, ledger } = engine;
  const release = findRelease(engine, wanted);
  if (!profileState(ledger.state, from).good.has(release.name)) {
    throw new Refusal(
      "not-good",
      `${release.name} has not passed the gates of ${from}, so it goes no further.`,
      {
        action: kit("release show", app.name, { release: release.name }),
      },
    );
  }
  const live = liveRelease(ledger.state, to);
  if (!live || releaseNumber(live.name) <= releaseNumber(release.name)) return release;
  throw new Refusal(
    "newer-serves",
    `${live.name} serves ${to}, and is newer than ${release.name}. Going back is a rollback:`,
    {
      action: kit("rollback", app.name, { profile: to, to: release.name }),
    },
  );
}

/** Newer releases that were good there, but were found bad since. */
function passedOver({ ledger }: Engine, profile: ProfileName, { name }: Release): ReleaseName[] {
  return [...profileState(ledger.state, profile).good].filter(
    (good) => releaseNumber(good) > releaseNumber(name),
  );
}

/** @throws Refusal when no release is good in the profile */
export function newestGood({ app, ledger }: Engine, profile: ProfileName): Release {
  const { state } = ledger;
  const good = [...profileState(state, profile).good].flatMap((name) => state.releases.get(name) ?? []);
  const newest = good.findLast(({ digest }) => !state.bad.has(digest));
  if (newest) return newest;
  const found =
    good.length > 0 ? `, for each was found bad: ${good.map(({ name }) => name).join(", ")}` : " yet";
  throw new Refusal("no-good-release", `${app.name} has no good release in ${profile}${found}.`, {
    action: kit("deploy", app.name, { profile }),
  });
}
