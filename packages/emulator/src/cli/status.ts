import { type RunningStatus, statusOf } from "../instance/running.ts";
import type { Arguments } from "./arguments.ts";
import { printStatus } from "./print-status.ts";

/** Says what runs; for a person also the Workers, and what to tell alchemy and wrangler. */
export async function status(args: Arguments): Promise<void> {
  const found = statusOf(args.dir);
  printStatus(found, args.json, "running");
  if (found.running && !args.json) {
    process.stdout.write(`${await workers(found)}\n${variables(found)}`);
  }
}

async function workers(running: RunningStatus): Promise<string> {
  const { readDeployments } = await import("./deployments.ts");
  const deployments = await readDeployments(running);
  if (deployments.length === 0) return "\nNo Workers yet.\n";
  const { port } = new URL(running.workersUrl);
  const lines = deployments.map(({ script, split }) => `  http://${script}.localhost:${port}   ${split}\n`);
  return `\nWorkers:\n${lines.join("")}`;
}

function variables({ apiUrl, token, accountId }: RunningStatus): string {
  return `For alchemy and the Cloudflare SDK (and unset CLOUDFLARE_API_KEY):
  export CLOUDFLARE_BASE_URL=${apiUrl}
  export CLOUDFLARE_API_TOKEN=${token}
  export CLOUDFLARE_ACCOUNT_ID=${accountId}
For wrangler, the token and account as well as:
  export CLOUDFLARE_API_BASE_URL=${apiUrl}
`;
}
