import { z } from "zod";
import { CloudflareApi } from "../../platform/cloudflare/api/client.ts";
import { CloudflareError } from "../../platform/cloudflare/api/cloudflare-error.ts";
import { apiPath } from "../../platform/cloudflare/api/path.ts";
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
  const api = new CloudflareApi(target);
  const token = await checkToken(api, target);
  if (token.kind === "wrong") return [token];
  const { accountId } = target;
  const rest = await Promise.all([
    checkAccount(api, target),
    check("workers", "Workers Scripts: Edit", async () => {
      await api.perform({ asked: "list the Workers", path: apiPath`/accounts/${accountId}/workers/scripts` });
      return ok("workers", "the token sees the account's Workers");
    }),
    check("workers.dev", "Workers Scripts: Edit", async () => {
      const call = {
        asked: "look up the subdomain",
        path: apiPath`/accounts/${accountId}/workers/subdomain`,
      };
      const { subdomain } = await api.result(call, subdomainSchema);
      return subdomain ? ok("workers.dev", `${subdomain}.workers.dev`) : noSubdomain();
    }),
    check("d1", "D1: Edit", async () => {
      const path = apiPath`/accounts/${accountId}/d1/database`;
      const found = await api.result(
        { asked: "list the databases", path, query: { per_page: 100 } },
        listSchema,
      );
      return databases(found.length);
    }),
    check("r2", "Workers R2 Storage: Edit", async () => {
      await api.perform({ asked: "list the buckets", path: apiPath`/accounts/${accountId}/r2/buckets` });
      return ok("r2", "the token sees the account's buckets");
    }),
  ]);
  return [token, ...rest];
}

const verifiedSchema = z.object({ status: z.string() });
const subdomainSchema = z.object({ subdomain: z.string().nullish() });
const listSchema = z.array(z.unknown());

async function checkToken(api: CloudflareApi, target: Target): Promise<Finding> {
  const { accountId } = target;
  const isActive = async (path: string) =>
    (await api.result({ asked: "verify the token", path }, verifiedSchema)).status === "active";
  try {
    const active = await isActive("/user/tokens/verify").catch(() =>
      isActive(apiPath`/accounts/${accountId}/tokens/verify`),
    );
    return active
      ? ok("token", "valid")
      : wrong(
          "token",
          "The token is not active any more.",
          `make a new one at ${tokens} and export CLOUDFLARE_API_TOKEN=…`,
        );
  } catch (error) {
    if (error instanceof CloudflareError && error.status === null) {
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

const accountSchema = z.object({ name: z.string() });

function checkAccount(api: CloudflareApi, { accountId }: Target): Promise<Finding> {
  return check("account", "Account Settings: Read", async () => {
    const call = { asked: "look up the account", path: apiPath`/accounts/${accountId}` };
    const { name } = await api.result(call, accountSchema);
    return ok("account", name);
  });
}

/** Runs a check; what Cloudflare refuses becomes the finding that says which permission is missing. */
async function check(name: string, permission: string, ask: () => Promise<Finding>): Promise<Finding> {
  try {
    return await ask();
  } catch (error) {
    const codes = error instanceof CloudflareError ? error.codes : [];
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
  return error instanceof CloudflareError ? error.reasons : messageOf(error);
}
