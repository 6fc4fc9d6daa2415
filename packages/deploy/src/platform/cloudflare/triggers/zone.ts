import { z } from "zod";
import { PlatformError } from "../../platform-error.ts";
import type { Account } from "./kind.ts";

const zonesSchema = z.array(z.object({ id: z.string() }));

/**
 * The zone that holds a host name: the one with the longest name that it ends with.
 * @see https://developers.cloudflare.com/api/resources/zones/methods/list/
 * @throws PlatformError when the account has none
 */
export async function zoneOf({ api }: Pick<Account, "api">, hostname: string): Promise<string> {
  const labels = hostname.split(".");
  for (let from = 0; from < labels.length - 1; from++) {
    const name = labels.slice(from).join(".");
    const call = { asked: `look for the zone ${name}`, path: "/zones", query: { name } };
    const [zone] = await api.result(call, zonesSchema);
    if (zone) return zone.id;
  }
  throw new PlatformError(
    `No zone of this account holds ${hostname}. Add the domain to the account, or leave it out.`,
  );
}
