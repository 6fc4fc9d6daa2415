import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProfileName } from "../config/index.ts";
import { workerOf } from "../engine/worker-of.ts";
import { accountName } from "../platform/cloudflare/login/accounts.ts";
import type { Delivery } from "../workspace/delivery.ts";
import type { AppPlace } from "../workspace/workspace.ts";

/** What the first deploy of an app to an account would do there. */
export interface FirstDeploy {
  account: string;
  accountId: string;
  /** What it makes, in words. */
  makes: string[];
  /** What of that can cost money, and when. */
  costs: string[];
}

/** What the kit keeps in an account for all apps. */
const OWN = ["D1 database kit-ledger", "R2 buckets kit-artifacts, kit-state, kit-backups"];

/** Resources of alchemy's by the names they are imported by. */
const RESOURCES: Record<string, string> = {
  D1Database: "D1 database",
  KVNamespace: "KV namespace",
  R2Bucket: "R2 bucket",
  Queue: "queue",
  DurableObjectNamespace: "Durable Objects",
  Workflow: "Workflow",
  VectorizeIndex: "Vectorize index",
  Hyperdrive: "Hyperdrive",
  Container: "container",
  Ai: "Workers AI",
  BrowserRendering: "browser rendering",
};

/** Source: https://developers.cloudflare.com/workers/platform/pricing/ and https://developers.cloudflare.com/r2/pricing/ */
const COSTS = [
  "R2: 10 GB a month are free, more is billed; it asks for a payment method once",
  "the rest: nothing on Workers Free, where what goes over a limit fails; on Workers Paid, what goes over what is included",
];

/**
 * What is to be agreed to before an app is deployed to an account for the first time. Undefined where it was
 * deployed already, and on this machine, where nothing costs. Asking makes nothing.
 */
export async function firstDeploy(
  delivery: Delivery,
  profile: ProfileName,
): Promise<FirstDeploy | undefined> {
  const { app, ledger, account, target } = delivery;
  if (ledger.state.releases.size > 0 || isLoopback(target.apiUrl)) return undefined;
  const isFirstApp = (await account.ledger.apps()).length === 0;
  return {
    account: await accountName(target),
    accountId: target.accountId,
    makes: [
      `Worker ${workerOf(delivery, profile)}`,
      ...(await resourcesOf(app)),
      ...(isFirstApp ? OWN.map((each) => `${each}, the kit's own`) : []),
    ],
    costs: COSTS,
  };
}

/** Source: RFC 6761 §6.3, RFC 1122 §3.2.1.3 */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  return host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host) || /(^|\.)localhost$/.test(host);
}

/** What the app's program makes, as far as its imports tell. */
async function resourcesOf({ dir }: AppPlace): Promise<string[]> {
  const program = await readFile(join(dir, "alchemy.run.ts"), "utf8").catch(() => "");
  const imported = [...program.matchAll(/import\s*\{([^}]*)\}\s*from\s*"alchemy\/cloudflare"/g)].flatMap(
    ([, names = ""]) => names.split(",").map((name) => name.trim().split(/\s/)[0] ?? ""),
  );
  return imported.flatMap((name) => RESOURCES[name] ?? []);
}
