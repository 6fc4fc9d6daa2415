import { isPreview, type ProfileName } from "../../config/index.ts";
import { nameOf } from "../../core/destruction.ts";
import { destroyAction } from "../../engine/take-down.ts";
import { hasTraces } from "../../engine/traces.ts";
import type { AppState } from "../../ledger/state.ts";
import { Refusal } from "../../names/user-error.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { destroy } from "../destroy.ts";
import type { Drift } from "./finding.ts";

/** Milliseconds after which a preview that nothing happens to was forgotten. */
const longLeft = 30 * 24 * 60 * 60_000;

/** Previews that stand although nothing was released to them for long. A hold or a lock keeps one. */
export function previewDrift(delivery: Delivery): Drift[] {
  const { app, clock, ledger } = delivery;
  return forgottenPreviews(ledger.state, clock.now()).map(({ profile, since }) => {
    const action = destroyAction(app.name, profile);
    return {
      profile,
      kind: "preview-left",
      text: `${profile} stands, and nothing was released to it since ${since}`,
      fix: async () => {
        const destruction = await destroy(delivery, profile);
        if (!destruction?.left.length) return "destroyed";
        throw new Refusal(
          "destroy-incomplete",
          `${profile} is not all gone: ${destruction.left.map(nameOf).join(", ")}.`,
          {
            action,
          },
        );
      },
      action,
    };
  });
}

/** The previews of an app that were not destroyed, and since when nothing has happened to their runs. */
export function forgottenPreviews(state: AppState, now: Date): { profile: ProfileName; since: string }[] {
  return [...state.profiles.keys()].flatMap((profile) => {
    if (!isPreview(profile) || !hasTraces(state, profile)) return [];
    const runs = [...state.runs.values()].filter((run) => run.profile === profile);
    const since = runs
      .map((run) => run.since)
      .toSorted()
      .at(-1);
    const isLeft = since !== undefined && now.getTime() - new Date(since).getTime() > longLeft;
    return isLeft ? [{ profile, since }] : [];
  });
}
