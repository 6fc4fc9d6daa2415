import { profilesOf } from "../../config/index.ts";
import type { Run } from "../../core/run.ts";
import type { Outcome } from "../../core/run-event.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { ciRunOf } from "../provenance.ts";

/** What others may be told of a run that ended or that waits. Nothing in it is secret. */
export interface News {
  app: string;
  profile: string;
  /** The profile's Worker. */
  worker: string;
  /** No profile comes after it. */
  isLast: boolean;
  kind: "release" | "rollback";
  release: string;
  digest: string;
  /** Of its sources, where they were in git. */
  commit: string | null;
  run: string;
  outcome: Outcome | "waiting";
  reason: string;
  who: string;
  /** Where the profile answers. */
  url: string;
  /** The log of the workflow's run that did it, or else where the profile answers. */
  link: string;
  at: string;
}

/** @param url where the profile answers. @returns undefined while the run is under way */
export function newsOf(delivery: Delivery, run: Run, url: string): News | undefined {
  const { app, ledger, holder, env, clock } = delivery;
  const { state, release, profile, kind, digest, id } = run;
  if (state.kind === "active") return undefined;
  return {
    app: app.name,
    profile,
    worker: workerOf(delivery, profile),
    isLast: profilesOf(app.config.pipeline).at(-1) === profile,
    kind,
    release,
    digest,
    commit: ledger.state.releases.get(release)?.provenance.commit ?? null,
    run: id,
    outcome: state.kind === "ended" ? state.outcome : "waiting",
    reason: state.reason,
    who: holder.who,
    url,
    link: ciRunOf(env) ?? url,
    at: clock.now().toISOString(),
  };
}

/** The news in a sentence. */
export function sentence({ app, release, profile, outcome, who, kind, reason }: News): string {
  const what = `${app} ${release}`;
  switch (outcome) {
    case "succeeded":
      return kind === "rollback"
        ? `${profile} is back on ${what}, by ${who}`
        : `${what} serves ${profile}, by ${who}`;
    case "waiting":
      return `${what} waits on its way to ${profile}: ${reason}`;
    case "failed":
    case "errored":
    case "aborted":
    case "superseded":
      return `${what} did not get to ${profile} (${outcome}, by ${who}): ${reason}`;
  }
}
