import type { ProfileName } from "../../config/index.ts";
import { describeTriggers, hasTriggers } from "../../core/triggers.ts";
import { workerOf } from "../../engine/worker-of.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import { profileState } from "../../ledger/state.ts";
import { kit } from "../../names/action.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { applyTriggers } from "../apply-triggers.ts";
import { type Drift, isMoving, outcomeOf } from "./finding.ts";

/** Whether what brings work to a profile's Worker is still there. What somebody added by hand is theirs. */
export async function triggerDrift(delivery: Delivery, profile: ProfileName): Promise<Drift[]> {
  const { account, app, ledger } = delivery;
  const { triggers, traffic } = profileState(ledger.state, profile);
  const live = liveRelease(ledger.state, profile);
  if (!live || traffic.length === 0 || !hasTriggers(triggers) || isMoving(delivery, profile)) return [];
  const worker = workerOf(delivery, profile);
  const missing = await account.triggers.missing(worker, triggers);
  if (!hasTriggers(missing)) return [];
  return [
    {
      profile,
      kind: "triggers-missing",
      text: `what brings work to ${worker} is not all there any more: ${describeTriggers(missing)}`,
      fix: async () =>
        outcomeOf(await applyTriggers(delivery, profile, live, { before: triggers, after: triggers })),
      action: kit("reconcile", app.name, { fix: true }),
    },
  ];
}
