import { z } from "zod";
import type { Shell } from "./command.ts";

const emulator = z.object({ apiUrl: z.string(), token: z.string(), accountId: z.string() });
const deployments = z.object({
  result: z.object({
    deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string() })) })),
  }),
});

/** Gives prod's traffic to another version than the one that serves, over Cloudflare's API, past the kit. */
export async function moveTraffic(shell: Shell, app: string, say: (line: string) => void): Promise<void> {
  const { stdout } = await shell.quietly(["kit", "emulator", "status", "--json"]);
  const { apiUrl, token, accountId } = emulator.parse(JSON.parse(stdout));
  const url = `${apiUrl}/accounts/${accountId}/workers/scripts/${app}-prod/deployments`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const versions = deployments
    .parse(await (await fetch(url, { headers })).json())
    .result.deployments.map((deployment) => deployment.versions[0]?.version_id);
  const other = versions.find((version) => version !== versions[0]);
  const body = JSON.stringify({ strategy: "percentage", versions: [{ version_id: other, percentage: 100 }] });
  const moved = await fetch(url, { method: "POST", headers, body });
  say(`somebody moves prod's traffic by hand (${moved.status})`);
}
