import { isPreview, type ProfileName } from "../../config/index.ts";
import type { AppState } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import type { Delivery } from "../delivery.ts";
import { destroy } from "../operations/destroy.ts";
import type { Drift } from "./finding.ts";

/** Milliseconds after which a preview that nothing happens to was forgotten. */
const longLeft = 30 * 24 * 60 * 60_000;

/** Previews that stand although nothing was released to them for long. A hold or a lock keeps one. */
export function previewDrift(delivery: Delivery): Drift[] {
  const { app, clock, ledger } = delivery;
  return forgottenPreviews(ledger.state, clock.now()).map(({ profile, since }) => ({
    profile,
    kind: "preview-left",
    text: `${profile} stands, and nothing was released to it since ${since}`,
    fix: async () => {
      await destroy(delivery, profile);
      return "destroyed";
    },
    mend: bunRun(`kit destroy ${app.name} --profile ${profile} --yes`),
  }));
}

/** The previews of an app that still have a Worker, and since when nothing has happened to their runs. */
export function forgottenPreviews(state: AppState, now: Date): { profile: ProfileName; since: string }[] {
  return [...state.profiles].flatMap(([profile, { versions }]) => {
    if (!isPreview(profile) || versions.size === 0) return [];
    const runs = [...state.runs.values()].filter((run) => run.profile === profile);
    const since = runs
      .map((run) => run.since)
      .toSorted()
      .at(-1);
    const isLeft = since !== undefined && now.getTime() - new Date(since).getTime() > longLeft;
    return isLeft ? [{ profile, since }] : [];
  });
}
