import type { Effect, EffectResult } from "../../core/effect.ts";
import { releaseTag } from "../../core/identity.ts";
import type { Run } from "../../core/run.ts";
import type { Fault } from "../../core/run-event.ts";
import { sameSplit } from "../../core/traffic.ts";
import { PlatformError } from "../../platform/cloudflare/answer.ts";
import { unpackArtifact } from "../artifact.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { alchemyPassword } from "../password.ts";
import { ProgramFailed, runProgram } from "../provision.ts";
import { messageOf } from "../refusal.ts";

/** How often, in all, something is tried that failed for a passing reason. */
const attempts = 4;

/** What came of trying an effect. */
export type Performed = { kind: "done"; result: EffectResult } | { kind: "failed"; fault: Fault };

/**
 * Performs an effect, again when it failed for a passing reason.
 * @param again it may have been performed already, before a crash: the platform is asked first
 */
export async function perform(
  delivery: Delivery,
  run: Run,
  effect: Effect,
  again: boolean,
): Promise<Performed> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: "done", result: await tryOnce(delivery, run, effect, again || attempt > 1) };
    } catch (error) {
      const passing = error instanceof PlatformError && error.passing;
      if (passing && attempt < attempts) await delivery.clock.sleep(250 * 2 ** attempt);
      else return { kind: "failed", fault: faultOf(error) };
    }
  }
}

function tryOnce(delivery: Delivery, run: Run, effect: Effect, again: boolean): Promise<EffectResult> {
  switch (effect.kind) {
    case "provision":
      return provision(delivery, run);
    case "shift":
      return shift(delivery, run, effect, again);
  }
}

/** Running the program again is safe: it looks for a version with the release's tag before it uploads one. */
async function provision(delivery: Delivery, run: Run): Promise<EffectResult> {
  const { account, app, target, env, workspace } = delivery;
  const worker = workerOf(delivery, run.profile);
  const tag = releaseTag(run.release, run.digest);
  const folder = await unpackArtifact(app, run.digest, await account.artifacts.get(run.digest));
  const password = alchemyPassword(workspace, target, env);
  await runProgram(folder, ["--stage", run.profile], { target, password, env }, tag);

  const [versions, before] = await Promise.all([
    account.platform.versions(worker),
    account.platform.traffic(worker),
  ]);
  const version = versions.find((candidate) => candidate.tag === tag);
  if (!version) {
    throw new ProgramFailed({
      kind: "failed",
      reason: `alchemy.run.ts made no Worker named ${worker} from this release; its name must be \`${app.name}-\${app.stage}\``,
    });
  }
  return { kind: "provision", version: version.id, before };
}

async function shift(
  delivery: Delivery,
  run: Run,
  { split }: Extract<Effect, { kind: "shift" }>,
  again: boolean,
): Promise<EffectResult> {
  const { platform } = delivery.account;
  const worker = workerOf(delivery, run.profile);
  const done = again && sameSplit(await platform.traffic(worker), split);
  if (!done)
    await platform.shift(worker, split, `${run.kind} ${run.id}: ${run.release} by ${delivery.holder.who}`);
  return { kind: "shift", split };
}

function faultOf(error: unknown): Fault {
  return error instanceof ProgramFailed ? error.fault : { kind: "errored", reason: messageOf(error) };
}
