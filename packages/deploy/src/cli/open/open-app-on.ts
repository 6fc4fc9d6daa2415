import { checkProfileName, type ProfileName } from "../../config/index.ts";
import { profileState } from "../../ledger/state.ts";
import { Refusal } from "../../names/user-error.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { appNames, findWorkspace } from "../../workspace/workspace.ts";
import type { Terminal } from "../output/terminal.ts";
import { openApp } from "./open-app.ts";
import type { Opening } from "./open-delivery.ts";

/**
 * The app a command on a profile is about, when none was named: the only one that is deployed there.
 * Whoever rolls back in a hurry should not have to remember a name that only one app can have.
 * @throws Refusal naming the apps, when there are several
 */
export async function openAppOn(
  name: string | undefined,
  profile: string | undefined,
  terminal: Terminal,
): Promise<Delivery> {
  const checked = checkProfileName(profile ?? "");
  const apps = appNames(findWorkspace(process.cwd()));
  if (name !== undefined || !checked.ok || apps.length < 2)
    return openApp(name, terminal, { byLedger: true });
  const there = await openAllIn(checked.name, terminal);
  const [only, ...others] = there;
  if (only && others.length === 0) return only;
  const names = there.map(({ app }) => app.name).join(", ");
  throw new Refusal(
    "app-ambiguous",
    only ? `Which app? ${names} are all in ${profile}.` : `No app is deployed to ${profile}.`,
    { kind: "usage" },
  );
}

/** Apps that are opened at a time: each asks the account for its ledger, and an account answers only so often. */
const AT_ONCE = 8;

/** Opens many apps. */
export async function openAll(
  apps: readonly string[],
  terminal: Terminal,
  how: Opening,
): Promise<Delivery[]> {
  const opened: Delivery[] = [];
  for (let at = 0; at < apps.length; at += AT_ONCE) {
    const some = apps.slice(at, at + AT_ONCE);
    opened.push(...(await Promise.all(some.map((app) => openApp(app, terminal, how)))));
  }
  return opened;
}

/**
 * Every app that is in a profile.
 * @param isIn when it is: as a rule when it has a release there
 */
export async function openAllIn(
  profile: string,
  terminal: Terminal,
  isIn: (delivery: Delivery, profile: ProfileName) => boolean | Promise<boolean> = hasRelease,
): Promise<Delivery[]> {
  const checked = checkProfileName(profile);
  if (!checked.ok) return [];
  const apps = appNames(findWorkspace(process.cwd()));
  const opened = await openAll(apps, terminal, { byLedger: true, profile });
  const found = await Promise.all(opened.map((delivery) => isIn(delivery, checked.name)));
  return opened.filter((_, at) => found[at]);
}

function hasRelease({ ledger }: Delivery, profile: ProfileName): boolean {
  return profileState(ledger.state, profile).versions.size > 0;
}
