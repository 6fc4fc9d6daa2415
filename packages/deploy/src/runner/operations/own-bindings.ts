import type { ProfileName } from "../../config/index.ts";
import type { Remnant } from "../../core/destruction.ts";
import { profileState } from "../../ledger/state.ts";
import type { Binding } from "../../platform/port.ts";
import { type Delivery, workerOf } from "../delivery.ts";

/** What a profile's Worker reaches and that of no other profile does: it goes with the profile. */
export async function ownBindings(delivery: Delivery, profile: ProfileName): Promise<Binding[]> {
  const others = [...delivery.ledger.state.profiles.keys()].filter((each) => each !== profile);
  const shared = new Set(
    (await Promise.all(others.map((each) => reached(delivery, each)))).flat().map(placeOf),
  );
  return (await reached(delivery, profile)).filter((binding) => !shared.has(placeOf(binding)));
}

/** Those of the given bindings that still lead somewhere. */
export async function stillThere(
  { account }: Delivery,
  bindings: readonly Binding[],
): Promise<Omit<Remnant, "reason">[]> {
  const standing = await Promise.all(bindings.map((binding) => account.versions.stands(binding)));
  return bindings
    .filter((_, at) => standing[at] === true)
    .map(({ name, type, settings }) => ({ kind: type, name, id: idOf(settings) }));
}

async function reached(delivery: Delivery, profile: ProfileName): Promise<Binding[]> {
  const { account, app, ledger, platform } = delivery;
  const version = [...profileState(ledger.state, profile).versions.values()].at(-1);
  const worker = workerOf(delivery, profile);
  if (!version || (await platform.script(worker, app.name)).kind !== "ours") return [];
  return account.versions.bindings(worker, version);
}

function placeOf({ type, settings }: Binding): string {
  return JSON.stringify([type, settings]);
}

/** What Cloudflare knows the resource of a binding by. */
function idOf({
  id,
  database_id = id,
  namespace_id = database_id,
  bucket_name = namespace_id,
}: Binding["settings"]) {
  return typeof bucket_name === "string" ? bucket_name : null;
}
