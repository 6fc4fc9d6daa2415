import type { ProfileName } from "../../config/index.ts";
import type { Run } from "../../core/run.ts";
import type { TriggerChange } from "../../core/triggers.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import type { Engine } from "../delivery.ts";
import { drive } from "../engine/drive.ts";
import { startRun } from "./start-run.ts";

/** Changes a profile's triggers and nothing else: as any other change, a run, with the lease, in the ledger. */
export async function applyTriggers(
  engine: Engine,
  profile: ProfileName,
  { name, digest }: Release,
  triggers: TriggerChange,
): Promise<Run> {
  const id = await startRun(engine, (state) => {
    const { traffic, versions } = profileState(state, profile);
    return {
      run: {
        kind: "release",
        profile,
        release: name,
        digest,
        steps: [{ kind: "apply" }],
        version: versions.get(name) ?? null,
        before: traffic,
        triggers,
      },
    };
  });
  return drive(engine, id);
}
