import { checkProfileName, closest, type ProfileName, profileNames, workerName } from "../config/index.ts";
import type { Holder } from "../ledger/event.ts";
import { Ledger } from "../ledger/ledger.ts";
import { type Account, openAccount } from "../platform/cloudflare/index.ts";
import type { Target } from "../platform/target.ts";
import { findTarget } from "./find-target.ts";
import { thisHolder, whoami } from "./identity.ts";
import { type App, loadApp } from "./load-app.ts";
import type { Progress } from "./progress.ts";
import { Refusal } from "./refusal.ts";
import type { AppPlace, Workspace } from "./workspace.ts";

export interface Clock {
  now(): Date;
  /** @param milliseconds to wait */
  sleep(milliseconds: number): Promise<void>;
}

export const realClock: Clock = { now: () => new Date(), sleep: (milliseconds) => Bun.sleep(milliseconds) };

/** One app, the account it lives in, and everything an operation on it needs. */
export interface Delivery {
  workspace: Workspace;
  app: App;
  target: Target;
  account: Account;
  ledger: Ledger;
  holder: Holder;
  clock: Clock;
  env: NodeJS.ProcessEnv;
  progress: Progress;
}

/** Opens an app for work: its config, its account, and its ledger as it stands. */
export async function openDelivery(
  workspace: Workspace,
  place: AppPlace,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Delivery> {
  const app = await loadApp(place);
  const target = await findTarget(workspace, env, (line) => progress.note("target", line));
  const account = openAccount(target);
  const holder = thisHolder(whoami(env, workspace.root));
  const ledger = await Ledger.open(app.name, account.ledger, { by: holder.who, now: realClock.now });
  return { workspace, app, target, account, ledger, holder, clock: realClock, env, progress };
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
    { kind: "usage" },
  );
}

/** The Worker of an app's profile. */
export function workerOf({ app }: Pick<Delivery, "app">, profile: ProfileName): string {
  return workerName(app.name, profile);
}
