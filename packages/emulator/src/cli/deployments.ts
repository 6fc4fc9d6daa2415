import { z } from "zod";
import type { RunningStatus } from "../instance/running.ts";

const Scripts = z.object({ result: z.array(z.object({ id: z.string() })) });
const Deployments = z.object({
  result: z.object({
    deployments: z.array(
      z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) }),
    ),
  }),
});

/** Asks a running emulator which Workers it has and how each one's traffic is split. */
export async function readDeployments(running: RunningStatus): Promise<{ script: string; split: string }[]> {
  const ask = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${running.token}` };
    const response = await fetch(`${running.apiUrl}/accounts/${running.accountId}/workers/${path}`, {
      headers,
    });
    return response.json();
  };
  const scripts = Scripts.parse(await ask("scripts")).result;
  return Promise.all(
    scripts.map(async ({ id }) => {
      const { deployments } = Deployments.parse(await ask(`scripts/${id}/deployments`)).result;
      const versions = deployments[0]?.versions ?? [];
      const split = versions.map(({ version_id, percentage }) => `${version_id.slice(0, 8)} ${percentage}%`);
      return { script: id, split: split.join(", ") };
    }),
  );
}
