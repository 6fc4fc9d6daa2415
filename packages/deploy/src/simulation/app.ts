import {
  type AppName,
  checkAppName,
  checkProfileName,
  evaluate,
  type ProfileName,
  workerName,
} from "../config/index.ts";
import { type Digest, digest, type ReleaseName, releaseName } from "../core/identity.ts";
import { noTriggers, type Triggers } from "../core/triggers.ts";

/** The app that every story is about: staging, its health, an approval, prod, its health. */
export const config = await evaluate({ name: "shop", profiles: { staging: {}, prod: {} } });

export const app: AppName = named(checkAppName("shop"));
export const staging: ProfileName = named(checkProfileName("staging"));
export const prod: ProfileName = named(checkProfileName("prod"));
export const profiles = [staging, prod] as const;
export const approval = "prod-approval";

/** The profile that a Worker of the app is. */
export function profileOfWorker(worker: string): ProfileName {
  return worker === workerName(app, prod) ? prod : staging;
}

/** Where a release does well, and where no longer under traffic. */
export interface Health {
  healthyIn: readonly ProfileName[];
  collapsesIn: readonly ProfileName[];
}

/** A release that has never been, and how it would do. */
export interface Candidate {
  name: ReleaseName;
  digest: Digest;
  /** The profiles in which its health address answers 200. */
  healthyIn: ReadonlySet<ProfileName>;
  /** The profiles in which it no longer does, once visitors come. */
  collapsesIn: ReadonlySet<ProfileName>;
  /** What it declares to bring work to its Worker: not the same as the one before it. */
  triggers: Triggers;
}

export function candidate(number: number, health: Partial<Health> = {}): Candidate {
  return {
    name: releaseName.parse(`v${number}`),
    digest: digest.parse(`sha256:${number.toString(16).padStart(64, "0")}`),
    healthyIn: new Set(health.healthyIn ?? profiles),
    collapsesIn: new Set(health.collapsesIn),
    triggers: {
      ...noTriggers,
      crons: [[], ["0 3 * * *"], ["0 3 * * *", "0 4 * * *"]][number % 3] ?? [],
      workflows: number % 4 === 0 ? [{ name: "reminders", className: "Reminder" }] : [],
    },
  };
}

function named<Name>(checked: { ok: true; name: Name } | { ok: false; reason: string }): Name {
  if (checked.ok) return checked.name;
  throw new Error(checked.reason);
}
