import { findBeside } from "../../core/beside.ts";
import type { EffectResult } from "../../core/effect.ts";
import type { Run } from "../../core/run.ts";
import { hasTriggers } from "../../core/triggers.ts";
import { servingRelease } from "../../ledger/release-of.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import { releaseTag } from "../../names/identity.ts";
import type { Version } from "../../platform/port.ts";
import { type Engine, workerOf } from "../delivery.ts";
import { ProvisionFailed } from "../provisioner.ts";
import type { Attempt } from "./perform.ts";
import { settled, trafficOn } from "./settled.ts";
import { triggersFor } from "./triggers.ts";

/**
 * Makes a run's profile ready for its release. Where another release serves, what the run finds is that one's
 * companion, which has the new one's hashed assets too: nobody who loads a page meanwhile may miss one.
 */
export async function provision(engine: Engine, run: Run, { again, secure }: Attempt): Promise<EffectResult> {
  const { app, migrations, platform, provisioner } = engine;
  const worker = workerOf(engine, run.profile);
  const serving = await servingBeside(engine, run);
  const servingBytes = serving && { release: serving.name, digest: serving.digest };
  await migrations.prepare(run, servingBytes);
  await secure();
  const declared = await provisioner.provision(run, again, servingBytes);
  const tag = releaseTag(run.release, run.digest);
  const servingTag = serving && releaseTag(serving.name, serving.digest);
  const found = (versions: readonly Version[]) => ({
    version:
      (servingTag && findBeside(versions, tag, servingTag)) ||
      versions.find((candidate) => candidate.tag === tag),
    companion: servingTag && findBeside(versions, servingTag, tag),
  });
  const { version, companion } = await settled(
    engine,
    async () => found(await platform.versions(worker)),
    (it) => it.version !== undefined,
  );
  if (!version) {
    throw new ProvisionFailed({
      kind: "failed",
      reason: `alchemy.run.ts made no Worker named ${worker} from this release; its name must be \`${app.name}-\${app.stage}\``,
    });
  }
  const made = {
    kind: "provision" as const,
    version: version.id,
    ...(hasTriggers(declared) && { declared }),
    triggers: triggersFor(engine, run.profile, declared),
  };
  if (serving && companion) {
    const before = [{ version: companion.id, percentage: 100 }];
    return { ...made, before, companion: { release: serving.name, version: companion.id } };
  }
  const before = await trafficOn(engine, run.profile);
  if (before.length > 0) return { ...made, before };
  throw new ProvisionFailed({ kind: "errored", reason: `${worker} has no deployment to start from` });
}

/** Another release that serves the run's profile, as the platform says: the ledger may not know how far a shift came. */
async function servingBeside(engine: Engine, run: Run): Promise<Release | undefined> {
  const { state } = engine.ledger;
  if (profileState(state, run.profile).versions.size === 0) return undefined;
  const traffic = await trafficOn(engine, run.profile);
  if (traffic.length === 0) return undefined;
  const versions = await engine.platform.versions(workerOf(engine, run.profile));
  const live = servingRelease(state, run.profile, traffic, versions);
  return live?.name === run.release ? undefined : live;
}
