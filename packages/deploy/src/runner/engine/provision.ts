import { findBeside } from "../../core/beside.ts";
import type { EffectResult } from "../../core/effect.ts";
import { releaseTag } from "../../core/identity.ts";
import type { Run } from "../../core/run.ts";
import { liveRelease } from "../../ledger/release-of.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import { type Engine, workerOf } from "../delivery.ts";
import { ProvisionFailed } from "../provisioner.ts";

/**
 * Makes a run's profile ready for its release. Where another release serves, what the run finds is that one's
 * companion, which has the new one's hashed assets too: nobody who loads a page meanwhile may miss one.
 * @param again it may have been done in part already
 */
export async function provision(engine: Engine, run: Run, again: boolean): Promise<EffectResult> {
  const { app, migrations, platform, provisioner } = engine;
  const worker = workerOf(engine, run.profile);
  const serving = await servingBeside(engine, run);
  const servingBytes = serving && { release: serving.name, digest: serving.digest };
  await migrations.prepare(run, servingBytes);
  await provisioner.provision(run, again, servingBytes);
  const [versions, traffic] = await Promise.all([platform.versions(worker), platform.traffic(worker)]);
  const tag = releaseTag(run.release, run.digest);
  const servingTag = serving && releaseTag(serving.name, serving.digest);
  const version =
    (servingTag && findBeside(versions, tag, servingTag)) ||
    versions.find((candidate) => candidate.tag === tag);
  if (!version) {
    throw new ProvisionFailed({
      kind: "failed",
      reason: `alchemy.run.ts made no Worker named ${worker} from this release; its name must be \`${app.name}-\${app.stage}\``,
    });
  }
  const companion = servingTag && findBeside(versions, servingTag, tag);
  if (!serving || !companion) return { kind: "provision", version: version.id, before: traffic };
  return {
    kind: "provision",
    version: version.id,
    before: [{ version: companion.id, percentage: 100 }],
    companion: { release: serving.name, version: companion.id },
  };
}

/** Another release that serves the run's profile, as the platform says: the ledger may not know how far a shift came. */
async function servingBeside(
  { ledger, platform, ...engine }: Engine,
  run: Run,
): Promise<Release | undefined> {
  if (profileState(ledger.state, run.profile).versions.size === 0) return undefined;
  const traffic = await platform.traffic(workerOf(engine, run.profile));
  const live = liveRelease(ledger.state, run.profile, traffic);
  return live?.name === run.release ? undefined : live;
}
