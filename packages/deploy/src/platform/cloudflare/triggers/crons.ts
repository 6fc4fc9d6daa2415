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
  const path = `${accountPath(api)}/workers/scripts/${worker}/schedules`;
  const found = answer.parse(await asking(`read the crons of ${worker}`, () => api.client.get(path)));
  const there = found.result.schedules.map(({ cron }) => cron);
  const others = there.filter((cron) => !before.includes(cron));
  const wanted = [...new Set([...others, ...after])];
  if (wanted.length === there.length && wanted.every((cron) => there.includes(cron))) return;
  const body = wanted.map((cron) => ({ cron }));
  await asking(`set the crons of ${worker}`, () => api.client.put(path, { body }));
}
