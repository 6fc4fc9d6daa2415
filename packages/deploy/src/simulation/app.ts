import {
  type AppConfig,
  type AppName,
  checkAppName,
  checkProfileName,
  evaluate,
  type ProfileName,
  type Steps,
  workerName,
} from "../config/index.ts";
import { noTriggers, type Triggers } from "../core/triggers.ts";
import { type Digest, digest, type ReleaseName, releaseName } from "../names/identity.ts";

export const app: AppName = named(checkAppName("shop"));
export const staging: ProfileName = named(checkProfileName("staging"));
const qa: ProfileName = named(checkProfileName("qa"));
export const prod: ProfileName = named(checkProfileName("prod"));

const manual = { type: "manual" as const };
const profiles = { staging: {}, prod: {} };

/** The default pipeline: staging, its health, an approval, prod, its health. */
export const defaultConfig = await evaluate({ name: app, profiles });

/** The pipelines that scenarios are played on. The last profile of each is prod. */
export const configs: readonly [AppConfig, ...AppConfig[]] = [
  defaultConfig,
  await evaluate({
    name: app,
    profiles,
    setup: async ({ promote, gate }: Steps) => {
      await promote(staging);
      await promote(prod);
      await gate("sign-off", manual);
    },
  }),
  await evaluate({
    name: app,
    profiles,
    setup: async ({ promote, gate }: Steps) => {
      await promote(staging);
      await gate("review", manual);
      await gate("approval", manual);
      await promote(prod);
      await gate("health", { type: "health" });
      await gate("sign-off", manual);
      await gate("health-afterwards", { type: "health" });
    },
  }),
  await evaluate({ name: app, profiles: { staging: {}, qa: {}, prod: {} } }),
  await evaluate({
    name: app,
    profiles,
    setup: async ({ promote, gate }: Steps) => {
      await promote(staging);
      await gate("approval", manual);
      await promote(prod);
      await gate("sign-off", manual);
    },
  }),
];

const profileByWorker = new Map([staging, qa, prod].map((profile) => [workerName(app, profile), profile]));

/** The profile that a Worker of the app is. The Workers of the contract suite, which are none, do as staging does. */
export function profileOfWorker(worker: string): ProfileName {
  return profileByWorker.get(worker) ?? staging;
}

/** Where a release does not do well: at all, or once it has visitors. */
export interface Health {
  failsIn: readonly ProfileName[];
  collapsesIn: readonly ProfileName[];
}

/** A synthetic release with scripted health. */
export interface Candidate {
  name: ReleaseName;
  digest: Digest;
  /** The profiles in which its health address does not answer 200. */
  failsIn: ReadonlySet<ProfileName>;
  /** The profiles in which it no longer answers 200 once it has visitors. */
  collapsesIn: ReadonlySet<ProfileName>;
  /** What it declares to bring work to its Worker: not the same as the one before it. */
  triggers: Triggers;
}

export function candidate(number: number, health: Partial<Health> = {}): Candidate {
  return {
    name: releaseName.parse(`v${number}`),
    digest: digest.parse(`sha256:${number.toString(16).padStart(64, "0")}`),
    failsIn: new Set(health.failsIn),
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
