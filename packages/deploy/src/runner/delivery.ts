import {
  checkProfileName,
  closest,
  type ProfileName,
  profileNames,
  withPreview,
  workerName,
} from "../config/index.ts";
import type { Holder } from "../ledger/event.ts";
import { Ledger } from "../ledger/ledger.ts";
import { type Account, openAccount } from "../platform/cloudflare/index.ts";
import type { Platform } from "../platform/port.ts";
import { type Probe, probe } from "../platform/probe.ts";
import type { Target } from "../platform/target.ts";
import { bunRun } from "./bun-command.ts";
import { BackingUpGuard } from "./databases/guard.ts";
import { findTarget } from "./find-target.ts";
import { isGone, thisHolder, whoami } from "./identity.ts";
import { type App, appByLedger, loadApp, loadAppIfSound } from "./load-app.ts";
import { ArtifactMigrations, type Migrations } from "./migrations.ts";
import { alchemyPassword } from "./password.ts";
import { patientStore } from "./patient-store.ts";
import type { Progress } from "./progress.ts";
import { ArtifactProvisioner, type Provisioner } from "./provisioner.ts";
import { Refusal } from "./refusal.ts";
import type { AppPlace, Workspace } from "./workspace.ts";

export interface Clock {
  now(): Date;
  /** @param milliseconds to wait */
  sleep(milliseconds: number): Promise<void>;
  /**
   * Does some work, and has the heart beat for as long as it goes on.
   * @param interval milliseconds between two beats
   * @param beat never throws
   */
  beating<T>(interval: number, beat: () => Promise<void>, work: () => Promise<T>): Promise<T>;
}

/** How an app is opened. */
export interface Opening {
  /** Every event of the ledger is wanted, not only what it comes to. */
  whole?: boolean;
  /** A config that cannot be read is no obstacle: what the ledger knows will do. */
  byLedger?: boolean;
  /** The profile it is about: a preview is one that no config names. */
  profile?: string | undefined;
}

export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => Bun.sleep(milliseconds),
  async beating(interval, beat, work) {
    const heart = setInterval(beat, interval);
    try {
      return await work();
    } finally {
      clearInterval(heart);
    }
  },
};

/** All that moving releases needs of the world. Everything in it can be simulated. */
export interface Engine {
  app: Pick<App, "name" | "config">;
  ledger: Ledger;
  platform: Platform;
  provisioner: Provisioner;
  migrations: Migrations;
  probe: Probe;
  clock: Clock;
  holder: Holder;
  /** Whether a holder of a lease is known to be dead. */
  isGone(holder: Holder): boolean;
  progress: Progress;
}

/** An engine at work for one app of a workspace, in an account. */
export interface Delivery extends Engine {
  workspace: Workspace;
  app: App;
  target: Target;
  account: Account;
  env: NodeJS.ProcessEnv;
  /** @throws Refusal when something that provisioning will need is missing */
  assertReady(): void;
}

/**
 * Opens an app for work: its config, its account, and its ledger as it stands.
 */
export async function openDelivery(
  workspace: Workspace,
  place: AppPlace,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  { whole = false, byLedger = false, profile }: Opening = {},
): Promise<Delivery> {
  const read = byLedger ? await loadAppIfSound(place, progress) : await loadApp(place);
  const target = await findTarget(workspace, env, (line) => progress.note("target", line));
  const opened = openAccount(target);
  const account = { ...opened, ledger: patientStore(opened.ledger, { clock: realClock, progress }) };
  const holder = thisHolder(whoami(env, workspace.root));
  const ledger = await Ledger.open(
    place.name,
    account.ledger,
    { by: holder.who, now: realClock.now },
    whole ? undefined : account.ledger,
  );
  const found = read ?? appByLedger(place, ledger.state);
  const app = { ...found, config: withPreview(found.config, profile) };
  const data = { ledger, account, clock: realClock };
  const world = () => ({ target, env, password: alchemyPassword(workspace, target, env) });
  const guard = new BackingUpGuard(data, progress);
  const provisioner = new ArtifactProvisioner(app, account.artifacts, world, guard);
  return {
    workspace,
    app,
    target,
    account,
    env,
    assertReady: world,
    ledger,
    platform: account.platform,
    provisioner,
    migrations: new ArtifactMigrations(account.artifacts, data, progress, provisioner),
    probe,
    clock: realClock,
    holder,
    isGone,
    progress,
  };
}

/** The app's profile of that name; `production` is prod. @throws Refusal naming those there are */
export function findProfile({ name, config }: App, wanted: string): ProfileName {
  const checked = checkProfileName(wanted);
  const profiles = profileNames(config);
  const found = checked.ok ? profiles.find((profile) => profile === checked.name) : undefined;
  if (found) return found;
  const meant = closest(wanted, profiles);
  throw new Refusal(
    `${name} has no profile "${wanted}"; it has ${profiles.join(", ")}.${meant ? ` Did you mean "${meant}"?` : ""}`,
    { kind: "usage", mend: bunRun(`kit plan ${name}`) },
  );
}

/** The Worker of an app's profile. */
export function workerOf({ app }: Pick<Engine, "app">, profile: ProfileName): string {
  return workerName(app.name, profile);
}
