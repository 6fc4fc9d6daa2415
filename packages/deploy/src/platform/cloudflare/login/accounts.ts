import { z } from "zod";
import { Refusal } from "../../../names/user-error.ts";
import { CloudflareApi } from "../api/client.ts";
import { CloudflareError } from "../api/cloudflare-error.ts";
import { apiPath } from "../api/path.ts";
import type { Target } from "../api/target.ts";

const account = z.object({ id: z.string(), name: z.string() });
export type CloudflareAccount = z.infer<typeof account>;

/** The accounts that a token sees. @throws Refusal when Cloudflare does not accept it, or cannot be reached */
export async function accountsOf(target: Pick<Target, "apiUrl" | "token">): Promise<CloudflareAccount[]> {
  const call = { asked: "list the token's accounts", path: "/accounts", query: { per_page: 50 } };
  try {
    return await new CloudflareApi(target).result(call, z.array(account));
  } catch (error) {
    throw error instanceof CloudflareError ? refusedToken(target, error) : error;
  }
}

/** One account's name; its id where the token may not see that. */
export async function accountName({ accountId, ...target }: Target): Promise<string> {
  const call = { asked: "look up the account", path: apiPath`/accounts/${accountId}` };
  const found = await new CloudflareApi(target).result(call, account).catch(() => undefined);
  return found?.name ?? accountId;
}

function refusedToken({ apiUrl }: Pick<Target, "apiUrl">, error: CloudflareError): Refusal {
  if (error.status === null)
    return new Refusal("cloudflare-unreachable", `Cloudflare cannot be reached at ${apiUrl}.`);
  return new Refusal("token-refused", `Cloudflare does not accept the token: ${error.reasons}.`, {
    action:
      "make one at https://dash.cloudflare.com/profile/api-tokens, from the template “Edit Cloudflare Workers” with D1: Edit added",
    cause: error,
  });
}
