import type { Release } from "../../ledger/state.ts";
import { bunRun } from "../bun-command.ts";
import type { Engine } from "../delivery.ts";
import { Refusal } from "../refusal.ts";

/**
 * Takes back that a release was found bad: a person says why.
 * @throws Refusal when there is no such release, or nothing to take back
 */
export async function clearRelease(engine: Engine, name: string, reason: string): Promise<Release> {
  const { app, ledger } = engine;
  const release = [...ledger.state.releases.values()].find((each) => each.name === name);
  if (!release) {
    const known = [...ledger.state.releases.keys()].join(", ") || "none yet";
    throw new Refusal(`${app.name} has no release "${name}"; it has ${known}.`, {
      kind: "usage",
      mend: bunRun(`kit history ${app.name}`),
    });
  }
  if (!ledger.state.bad.has(release.digest))
    throw new Refusal(`${release.name} was not found bad.`, { kind: "usage" });
  const { digest } = release;
  await ledger.append(() => [
    { type: "verdict", verdict: "cleared", profile: null, release: release.name, digest, reason },
  ]);
  return release;
}
