import { noTriggers, type TriggerChange, type Triggers } from "../../../core/triggers.ts";
import { consumers } from "./consumers.ts";
import { cronsOf, setCrons } from "./crons.ts";
import { domains } from "./domains.ts";
import type { Account, TriggerKind } from "./kind.ts";
import { routes } from "./routes.ts";
import { workflows } from "./workflows.ts";

/** Makes a Worker's triggers what they are to be; of those before, the ones no longer wanted go, but for Workflows. */
export async function applyTriggers(
  account: Account,
  worker: string,
  { before, after }: TriggerChange,
): Promise<void> {
  // What a visitor may use at once comes first.
  for (const workflow of after.workflows) await workflows(account).set(worker, workflow);
  await change(consumers(account), worker, before.consumers, after.consumers);
  await change(domains(account), worker, before.domains, after.domains);
  await change(routes(account), worker, before.routes, after.routes);
  if (before.crons.length + after.crons.length > 0)
    await setCrons(account, worker, { before: before.crons, after: after.crons });
}

/** Takes all of these from a Worker that is about to go, its Workflows too. */
export async function withdrawTriggers(account: Account, worker: string, triggers: Triggers): Promise<void> {
  await applyTriggers(account, worker, { before: triggers, after: noTriggers });
  for (const workflow of triggers.workflows) await workflows(account).drop(worker, workflow);
}

/** Which of these do not lead to a Worker, though they should. */
export async function missingTriggers(account: Account, worker: string, wanted: Triggers): Promise<Triggers> {
  const crons = wanted.crons.length > 0 ? await cronsOf(account, worker) : [];
  return {
    crons: wanted.crons.filter((cron) => !crons.includes(cron)),
    consumers: await missing(consumers(account), worker, wanted.consumers),
    workflows: await missing(workflows(account), worker, wanted.workflows),
    routes: await missing(routes(account), worker, wanted.routes),
    domains: await missing(domains(account), worker, wanted.domains),
  };
}

async function missing<Trigger>(
  kind: TriggerKind<Trigger>,
  worker: string,
  wanted: readonly Trigger[],
): Promise<Trigger[]> {
  const found: Trigger[] = [];
  for (const trigger of wanted) if (!(await kind.isSet(worker, trigger))) found.push(trigger);
  return found;
}

/** What is to be there comes before what is to go: between two domains, there is always one. */
async function change<Trigger>(
  kind: TriggerKind<Trigger>,
  worker: string,
  before: readonly Trigger[],
  after: readonly Trigger[],
): Promise<void> {
  for (const trigger of after) await kind.set(worker, trigger);
  const wanted = new Set(after.map(kind.nameOf));
  for (const trigger of before) {
    if (!wanted.has(kind.nameOf(trigger))) await kind.drop(worker, trigger);
  }
}
