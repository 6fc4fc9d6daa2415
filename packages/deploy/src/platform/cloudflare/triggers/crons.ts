import { z } from "zod";
import { asking } from "../answer.ts";
import { type Api, accountPath } from "./kind.ts";

const answer = z.object({ result: z.object({ schedules: z.array(z.object({ cron: z.string() })) }) });

/**
 * Makes a Worker's cron triggers these. Cloudflare keeps them as one list, in which those of other hands stay.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/schedules/
 */
export async function setCrons(
  api: Api,
  worker: string,
  { before, after }: { before: readonly string[]; after: readonly string[] },
): Promise<void> {
  const there = await cronsOf(api, worker);
  const others = there.filter((cron) => !before.includes(cron));
  const wanted = [...new Set([...others, ...after])];
  if (wanted.length === there.length && wanted.every((cron) => there.includes(cron))) return;
  const body = wanted.map((cron) => ({ cron }));
  await asking(`set the crons of ${worker}`, () => api.client.put(pathOf(api, worker), { body }));
}

/** A Worker's cron triggers. */
export async function cronsOf(api: Api, worker: string): Promise<string[]> {
  const call = () => api.client.get(pathOf(api, worker));
  const found = answer.parse(await asking(`read the crons of ${worker}`, call));
  return found.result.schedules.map(({ cron }) => cron);
}

function pathOf(api: Api, worker: string): string {
  return `${accountPath(api)}/workers/scripts/${worker}/schedules`;
}
