import { z } from "zod";
import { apiPath } from "../api/path.ts";
import type { Account } from "./kind.ts";

const schedulesSchema = z.object({ schedules: z.array(z.object({ cron: z.string() })) });

/**
 * Makes a Worker's cron triggers these. Cloudflare keeps them as one list, in which those of other hands stay.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/schedules/
 */
export async function setCrons(
  account: Account,
  worker: string,
  { before, after }: { before: readonly string[]; after: readonly string[] },
): Promise<void> {
  const there = await cronsOf(account, worker);
  const others = there.filter((cron) => !before.includes(cron));
  const wanted = [...new Set([...others, ...after])];
  if (wanted.length === there.length && wanted.every((cron) => there.includes(cron))) return;
  const body = wanted.map((cron) => ({ cron }));
  const asked = `set the crons of ${worker}`;
  await account.api.perform({ asked, method: "PUT", path: pathOf(account, worker), body });
}

/** A Worker's cron triggers; a Worker that is not there has none. */
export async function cronsOf(account: Account, worker: string): Promise<string[]> {
  const call = { asked: `read the crons of ${worker}`, path: pathOf(account, worker) };
  const found = await account.api.resultIfThere(call, schedulesSchema);
  return found?.schedules.map(({ cron }) => cron) ?? [];
}

function pathOf({ target }: Account, worker: string): string {
  return apiPath`/accounts/${target.accountId}/workers/scripts/${worker}/schedules`;
}
