import type { ProfileName } from "../config/index.ts";
import { changeOf, noTriggers, type TriggerChange, type Triggers, withTriggers } from "../core/triggers.ts";
import { type AppState, profileState, type Release } from "../ledger/state.ts";
import type { Engine } from "./ports/engine.ts";

/**
 * What is to become of a profile's triggers for a release that declares these; `undefined` where there are none,
 * before or after. The profile's own domain comes with them: it is no release's.
 */
export function triggersFor(
  { app, ledger }: Pick<Engine, "app" | "ledger">,
  profile: ProfileName,
  declared: Triggers = noTriggers,
): TriggerChange | undefined {
  const hostname = app.config.profiles[profile]?.domain;
  const domains = hostname === undefined ? [] : [{ hostname }];
  const after = withTriggers({ ...noTriggers, domains }, declared);
  return changeOf(profileState(ledger.state, profile).triggers, after);
}

/**
 * What is to become of them when a release that was here before comes back. The profile's own domain stays as it
 * is, whatever its config says by now: that no release declares it is how it is known.
 */
export function triggersBack(
  state: AppState,
  profile: ProfileName,
  { name }: Release,
): TriggerChange | undefined {
  const { triggers, declared } = profileState(state, profile);
  const ofReleases = new Set([...declared.values()].flatMap(({ domains }) => domains.map(hostnameOf)));
  const domains = triggers.domains.filter((domain) => !ofReleases.has(hostnameOf(domain)));
  return changeOf(triggers, withTriggers({ ...noTriggers, domains }, declared.get(name) ?? noTriggers));
}

function hostnameOf({ hostname }: { hostname: string }): string {
  return hostname;
}
