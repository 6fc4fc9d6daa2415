import { profileNames, workerName } from "../config/index.ts";
import { sameSplit } from "../core/traffic.ts";
import { verifyChain } from "../ledger/chain.ts";
import { profileState } from "../ledger/state.ts";
import { app, prod } from "./app.ts";
import { checkTriggers } from "./trigger-rules.ts";
import type { Process, World } from "./world.ts";

/** What must hold when all is quiet again: nothing lost, nothing twice, nothing left standing. */
export async function checkEnd(world: World): Promise<void> {
  const { oracle, platform, store } = world;
  const { snapshot, rows } = await store.open(app);
  const chain = await verifyChain(app, rows, snapshot);
  if (!chain.ok) oracle.violated(`the chain does not hold: ${chain.reason}`);
  for (const run of oracle.state.runs.values()) {
    if (run.state.kind === "active") oracle.violated(`${run.id} cannot be finished`);
  }
  for (const digest of oracle.owedVerdicts) oracle.violated(`${digest} failed, and is not called bad`);
  for (const profile of profileNames(world.config)) {
    const { lease, traffic } = profileState(oracle.state, profile);
    const worker = workerName(app, profile);
    const live = platform.live(worker);
    if (lease && new Date(lease.until) > world.clock.now())
      oracle.violated(`the lease on ${profile} was left by ${lease.holder.pid}`);
    if (traffic.length > 0 && !sameSplit(traffic, live))
      oracle.violated(`the ledger's idea of the traffic of ${profile} is not the platform's`);
    checkTriggers(world, profile);
    const tags = platform.scripts.get(worker)?.versions.map(({ tag, message }) => `${tag} ${message}`) ?? [];
    if (new Set(tags).size !== tags.length) oracle.violated(`${worker} has a release twice`);
  }
}

/** Who has done what was asked works on nothing any more. */
export function checkLeft({ config, oracle }: World, process: Process): void {
  for (const profile of profileNames(config)) {
    if (oracle.holdsLease(process, profile))
      oracle.violated(`${process.pid} ends and keeps the lease on ${profile}`);
  }
}

/** The newest release serves prod. */
export function checkWentOn({ oracle, candidates }: World): void {
  const newest = [...candidates.values()].at(-1);
  const serving = candidates.get(oracle.served(prod) ?? "");
  if (!newest || serving?.digest !== newest.digest)
    oracle.violated(`a good release no longer gets through: ${serving?.name ?? "nothing"} serves prod`);
}
