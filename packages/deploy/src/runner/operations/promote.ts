import { type ProfileName, profileBefore } from "../../config/index.ts";
import { type ReleaseName, releaseNumber } from "../../core/identity.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { Refusal } from "../refusal.ts";
import type { Sending } from "./check-migrations.ts";
import { type Sent, send } from "./send.ts";

/**
 * Carries the newest good release of the profile before onward. It builds nothing.
 * @throws Refusal when there is none, or for the first profile
 */
export async function promote(engine: Engine, profile: ProfileName, how: Sending = {}): Promise<Sent> {
  const { app } = engine;
  const from = profileBefore(app.config.pipeline, profile);
  if (!from) {
    throw new Refusal(`${profile} is the first profile: releases are deployed there, not promoted.`, {
      kind: "usage",
      mend: bunRun(`kit deploy ${app.name} --profile ${profile}`),
    });
  }
  const release = newestGood(engine, from);
  for (const name of passedOver(engine, from, release)) {
    engine.progress.note("passed over", `${name}, which was found bad`);
  }
  return send(engine, profile, release, how);
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
  throw new Refusal(`${app.name} has no good release in ${profile}${found}.`, {
    mend: bunRun(`kit deploy ${app.name} --profile ${profile}`),
  });
}
