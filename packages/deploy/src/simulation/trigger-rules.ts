import { type ProfileName, workerName } from "../config/index.ts";
import { noTriggers, sameTriggers, type Triggers } from "../core/triggers.ts";
import { app } from "./app.ts";
import type { Oracle } from "./oracle.ts";
import type { Process, World } from "./world.ts";

/** What must hold whenever the platform is told what is to bring work to a Worker. */
export function checkApply(oracle: Oracle, process: Process, profile: ProfileName, after: Triggers): void {
  if (!oracle.holdsLease(process, profile))
    oracle.violated(`process ${process.pid} applies triggers to ${profile} without the lease`);
  const isIntended = [...oracle.state.runs.values()].some(
    ({ profile: of, intended }) =>
      of === profile && intended?.kind === "apply" && sameTriggers(intended.after, after),
  );
  if (!isIntended) oracle.violated(`process ${process.pid} applies triggers to ${profile} as no run intends`);
}

/** When all is quiet, what brings work to a Worker is what the release that serves declares. */
export function checkTriggers({ oracle, candidates, platform }: World, profile: ProfileName): void {
  const serving = candidates.get(oracle.served(profile) ?? "");
  if (!areThere(platform.scripts.get(workerName(app, profile))?.triggers, serving?.triggers ?? noTriggers))
    oracle.violated(`what brings work to ${profile} is not what ${serving?.name ?? "nothing"} declares`);
}

/** Whether these are what a Worker has; Workflows may be left of releases before. */
export function areThere(found: Triggers = noTriggers, { workflows, ...others }: Triggers): boolean {
  const names = found.workflows.map(({ name }) => name);
  return (
    sameTriggers({ ...found, workflows: [] }, { ...others, workflows: [] }) &&
    workflows.every(({ name }) => names.includes(name))
  );
}
