import { APIConnectionError, APIError } from "cloudflare/core/error";
import { z } from "zod";
import { type CloudflareClient, cloudflareClient } from "../../platform/cloudflare/client.ts";
import type { Target } from "../../platform/target.ts";
import { messageOf } from "../refusal.ts";
import { type Finding, ok, wrong } from "./check.ts";

/** Databases that the free plan allows: https://developers.cloudflare.com/d1/platform/limits/ */
const freeDatabases = 10;

const tokens = "https://dash.cloudflare.com/profile/api-tokens";

/**
 * Whether an account is ready for a first deploy. Reads only: it can show that the token may see a thing, not
 * that it may change it.
 */
export async function checkCloudflare(target: Target): Promise<Finding[]> {
  const client = cloudflareClient(target);
  const token = await checkToken(client, target);
  if (token.kind === "wrong") return [token];
  const account = { account_id: target.accountId };
  const rest = await Promise.all([
    checkAccount(client, target),
    check("workers", "Workers Scripts: Edit", async () => {
      await client.get(`/accounts/${target.accountId}/workers/scripts`);
      return ok("workers", "the token sees the account's Workers");
    }),
    check("workers.dev", "Workers Scripts: Edit", async () => {
      const { subdomain } = await client.workers.subdomains.get(account);
      return subdomain ? ok("workers.dev", `${subdomain}.workers.dev`) : noSubdomain();
    }),
    check("d1", "D1: Edit", async () => {
      const page = await client.d1.database.list({ ...account, per_page: 100 });
      return databases(page.result.length);
    }),
    check("r2", "Workers R2 Storage: Edit", async () => {
      await client.r2.buckets.list(account);
      return ok("r2", "the token sees the account's buckets");
    }),
  ]);
  return [token, ...rest];
}

const verified = z.object({ result: z.object({ status: z.string() }) });

async function checkToken(client: CloudflareClient, target: Target): Promise<Finding> {
  const { accountId } = target;
  const isActive = async (path: string) => verified.parse(await client.get(path)).result.status === "active";
  try {
    const active = await isActive("/user/tokens/verify").catch(() =>
      isActive(`/accounts/${accountId}/tokens/verify`),
    );
    return active
      ? ok("token", "valid")
      : wrong(
          "token",
          "The token is not active any more.",
          `make a new one at ${tokens} and export CLOUDFLARE_API_TOKEN=…`,
        );
  } catch (error) {
    if (error instanceof APIConnectionError) {
      return wrong(
        "token",
        `Cloudflare cannot be reached at ${target.apiUrl}.`,
        "look at the network, then ask again",
      );
    }
    return wrong(
      "token",
      `Cloudflare does not accept the token: ${reasonOf(error)}.`,
      `make one at ${tokens} with Workers Scripts, D1 and Workers R2 Storage set to Edit, and export CLOUDFLARE_API_TOKEN=…`,
    );
  }
}

const named = z.object({ result: z.object({ name: z.string() }) });

function checkAccount(client: CloudflareClient, { accountId }: Target): Promise<Finding> {
  return check("account", "Account Settings: Read", async () => {
    const { name } = named.parse(await client.get(`/accounts/${accountId}`)).result;
    return ok("account", name);
  });
}

/** Runs a check; what Cloudflare refuses becomes the finding that says which permission is missing. */
async function check(name: string, permission: string, ask: () => Promise<Finding>): Promise<Finding> {
  try {
    return await ask();
  } catch (error) {
    const codes = error instanceof APIError ? error.errors.map(({ code }) => code) : [];
    if (codes.includes(10042)) {
      return wrong(
        "r2",
        "R2 is not enabled on this account; the kit keeps artifacts and alchemy's state there.",
        "enable it once at https://dash.cloudflare.com/?to=/:account/r2 (it asks for a payment method; 10 GB a month are free)",
      );
    }
    if (codes.includes(10007) && name === "workers.dev") return noSubdomain();
    return wrong(
      name,
      `The token cannot read it: ${reasonOf(error)}.`,
      `give it the permission “${permission}” at ${tokens}`,
    );
  }
}

function noSubdomain(): Finding {
  return wrong(
    "workers.dev",
    "The account has no workers.dev subdomain yet, so its Workers have no address.",
    "choose one once at https://dash.cloudflare.com/?to=/:account/workers-and-pages",
  );
}

function databases(count: number): Finding {
  const needed = 3;
  return count + needed <= freeDatabases
    ? ok("d1", `${count} of the free plan's ${freeDatabases} databases are in use`)
    : wrong(
        "d1",
        `${count} databases exist; an app with staging and prod needs ${needed} more, and the free plan allows ${freeDatabases}.`,
        "delete some that nobody needs (wrangler d1 list, wrangler d1 delete), or have the Workers Paid plan",
      );
}

function reasonOf(error: unknown): string {
  if (error instanceof APIError && error.errors.length > 0) {
    return error.errors.map(({ code, message }) => `${message} (${code})`).join("; ");
  }
  return messageOf(error);
}
