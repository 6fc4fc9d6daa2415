import { type ProfileName, profilesOf } from "../../config/index.ts";
import type { Run } from "../../core/run.ts";
import type { Outcome } from "../../core/run-event.ts";
import { workerOf } from "../../engine/worker-of.ts";
import { messageOf } from "../../names/user-error.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { ciRunOf } from "../../workspace/provenance.ts";

/**
 * What others may be told of a run that ended or that waits, or of what was to be done and did not even begin.
 * Nothing in it is secret.
 */
export interface News {
  app: string;
  profile: string;
  /** The profile's Worker. */
  worker: string;
  /** No profile comes after it. */
  isLast: boolean;
  kind: "release" | "rollback";
  /** None where it did not begin. */
  release: string | null;
  digest: string | null;
  /** Of its sources, where they were in git. */
  commit: string | null;
  run: string | null;
  outcome: Outcome | "waiting";
  reason: string;
  who: string;
  /** Where the profile answers. */
  url: string | null;
  /** The log of the workflow's run that did it, or else where the profile answers. */
  link: string | null;
  at: string;
}

/** @param url where the profile answers. @returns undefined while the run is under way */
export function newsOf(delivery: Delivery, run: Run, url: string): News | undefined {
  const { state, release, profile, kind, digest, id } = run;
  if (state.kind === "active") return undefined;
  return {
    ...around(delivery, profile),
    kind,
    release,
    digest,
    commit: delivery.ledger.state.releases.get(release)?.provenance.commit ?? null,
    run: id,
    outcome: state.kind === "ended" ? state.outcome : "waiting",
    reason: state.reason,
    url,
    link: ciRunOf(delivery.env) ?? url,
  };
}

/** Of what did not begin: a build that failed, a migration that was refused. */
export function newsOfFault(delivery: Delivery, profile: ProfileName, error: unknown): News {
  return {
    ...around(delivery, profile),
    kind: "release",
    release: null,
    digest: null,
    commit: null,
    run: null,
    outcome: "errored",
    reason: messageOf(error).split("\n", 1)[0] ?? "",
    url: null,
    link: ciRunOf(delivery.env) ?? null,
  };
}

function around(delivery: Delivery, profile: ProfileName) {
  const { app, holder, clock } = delivery;
  return {
    app: app.name,
    profile,
    worker: workerOf(delivery, profile),
    isLast: profilesOf(app.config.pipeline).at(-1) === profile,
    who: holder.who,
    at: clock.now().toISOString(),
  };
}

/** The news in a sentence. */
export function sentence({ app, release, profile, outcome, who, kind, reason }: News): string {
  const what = release === null ? app : `${app} ${release}`;
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

/** A line of its own for the link, as Slack and Discord both read it; nothing where there is none. */
export function linkOf({ link }: News): string {
  return link === null ? "" : `\n<${link}>`;
}
