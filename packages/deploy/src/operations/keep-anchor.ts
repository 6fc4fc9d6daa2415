import { profileNames, workerName } from "../config/index.ts";
import type { Head } from "../ledger/chain.ts";
import { profileState } from "../ledger/state.ts";
import { messageOf } from "../names/user-error.ts";
import type { Delivery } from "../workspace/delivery.ts";

/**
 * Writes the ledger's head down outside it, on each of the app's Workers, so that a ledger which is cut short later
 * is noticed. What the command did stands all the same where that cannot be done.
 * @param opened the head that the command found: one that wrote nothing writes nothing here
 */
export async function keepAnchor({ account, app, ledger, progress }: Delivery, opened: Head): Promise<void> {
  const { head, state } = ledger;
  if (head.seq === opened.seq) return;
  const deployed = profileNames(app.config).filter(
    (profile) => profileState(state, profile).versions.size > 0,
  );
  try {
    await Promise.all(
      deployed.map((profile) => account.anchors.keepAnchor(workerName(app.name, profile), head)),
    );
  } catch (error) {
    progress.note("ledger", `its head is not written down outside it: ${messageOf(error)}`);
  }
}
