import type { Engine } from "../engine/ports/engine.ts";
import type { Release } from "../ledger/state.ts";
import { Refusal } from "../names/user-error.ts";
import { findRelease } from "./releases/find.ts";

/**
 * Takes back that a release was found bad: a person says why.
 * @throws Refusal when there is no such release, or nothing to take back
 */
export async function clearRelease(engine: Engine, name: string, reason: string): Promise<Release> {
  const { ledger } = engine;
  const release = findRelease(engine, name);
  if (!ledger.state.bad.has(release.digest))
    throw new Refusal("not-bad", `${release.name} was not found bad.`, { kind: "usage" });
  const { digest } = release;
  await ledger.append(() => [
    { type: "verdict", verdict: "cleared", profile: null, release: release.name, digest, reason },
  ]);
  return release;
}
