import { profileNames } from "../../config/index.ts";
import { messageOf } from "../../names/user-error.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { artifactDrift } from "./artifacts.ts";
import type { Drift } from "./finding.ts";
import { previewDrift } from "./previews.ts";
import { runDrift } from "./runs.ts";
import { trafficDrift } from "./traffic.ts";
import { triggerDrift } from "./triggers.ts";

/** What became of something that was found. */
export interface Reconciled extends Omit<Drift, "fix"> {
  outcome: { kind: "found" } | { kind: "fixed"; text: string } | { kind: "not fixed"; text: string };
}

/**
 * Holds what the platform has against what the ledger says, for one app.
 * @param fix puts right what can be, one after the other; what cannot is only told
 */
export async function reconcile(delivery: Delivery, { fix }: { fix: boolean }): Promise<Reconciled[]> {
  const profiles = profileNames(delivery.app.config);
  const moved = profiles.flatMap((profile) => [
    trafficDrift(delivery, profile),
    triggerDrift(delivery, profile),
  ]);
  const found = [
    ...runDrift(delivery),
    ...(await Promise.all(moved)).flat(),
    ...previewDrift(delivery),
    ...(await artifactDrift(delivery)),
  ];
  const reconciled: Reconciled[] = [];
  for (const drift of found) reconciled.push(await settle(drift, fix));
  return reconciled;
}

async function settle({ fix: mendIt, ...drift }: Drift, fix: boolean): Promise<Reconciled> {
  if (!fix || !mendIt) return { ...drift, outcome: { kind: "found" } };
  try {
    return { ...drift, outcome: { kind: "fixed", text: await mendIt() } };
  } catch (error) {
    return { ...drift, outcome: { kind: "not fixed", text: messageOf(error) } };
  }
}
