import { APIConnectionError, APIError } from "cloudflare/core/error";
import { z } from "zod";
import { cloudflareClient } from "../../platform/cloudflare/client.ts";
import type { Target } from "../../platform/target.ts";
import { Refusal } from "../refusal.ts";

const account = z.object({ id: z.string(), name: z.string() });
export type CloudflareAccount = z.infer<typeof account>;

/** The accounts that a token sees. @throws Refusal when Cloudflare does not accept it, or cannot be reached */
export async function accountsOf(target: Pick<Target, "apiUrl" | "token">): Promise<CloudflareAccount[]> {
  const answer = await get(target, "/accounts?per_page=50");
  return z.object({ result: z.array(account) }).parse(answer).result;
}

/** One account's name; its id where the token may not see that. */
export async function accountName({ accountId, ...target }: Target): Promise<string> {
  const answer = await get(target, `/accounts/${accountId}`).catch(() => undefined);
  return z.object({ result: account }).safeParse(answer).data?.result.name ?? accountId;
}

async function get(target: Pick<Target, "apiUrl" | "token">, path: string): Promise<unknown> {
  const client = cloudflareClient({ ...target, accountId: "", workers: { kind: "workers.dev" } });
  try {
    return await client.get(path);
  } catch (error) {
    if (error instanceof APIConnectionError)
      throw new Refusal(`Cloudflare cannot be reached at ${target.apiUrl}.`);
    const said =
      error instanceof APIError ? error.errors.map(({ message }) => message).join("; ") : String(error);
    throw new Refusal(`Cloudflare does not accept the token: ${said}.`, {
      mend: "make one at https://dash.cloudflare.com/profile/api-tokens, from the template “Edit Cloudflare Workers” with D1: Edit added",
      cause: error,
    });
  }
}
