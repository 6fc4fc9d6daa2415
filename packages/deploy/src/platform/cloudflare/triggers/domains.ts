import { z } from "zod";
import type { Domain } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { apiPath } from "../api/path.ts";
import type { Account, TriggerKind } from "./kind.ts";
import { zoneOf } from "./zone.ts";

const domainsSchema = z.array(z.object({ id: z.string(), service: z.string() }));

/**
 * Custom domains: a host name that is the Worker's whole.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/domains/
 */
export function domains({ api, target }: Account): TriggerKind<Domain> {
  const path = apiPath`/accounts/${target.accountId}/workers/domains`;
  const there = async ({ hostname }: Domain) => {
    const call = { asked: `look up the domain ${hostname}`, path, query: { hostname } };
    return (await api.result(call, domainsSchema))[0];
  };
  return {
    nameOf: ({ hostname }) => hostname,

    isSet: async (worker, domain) => (await there(domain))?.service === worker,

    async set(worker, domain) {
      const { hostname, zone, takeOver = false } = domain;
      const known = await there(domain);
      if (known?.service === worker) return;
      if (known && !takeOver)
        throw new PlatformError(
          `The domain ${hostname} leads to the Worker ${known.service}. Detach it there first.`,
        );
      const body = {
        hostname,
        service: worker,
        zone_id: zone ?? (await zoneOf({ api }, hostname)),
        override_existing_origin: takeOver,
      };
      await api.perform({ asked: `give ${worker} the domain ${hostname}`, method: "PUT", path, body });
    },

    async drop(worker, domain) {
      const known = await there(domain);
      if (known?.service !== worker) return;
      await api.performIfThere({
        asked: `take the domain ${domain.hostname} from ${worker}`,
        method: "DELETE",
        path: apiPath`/accounts/${target.accountId}/workers/domains/${known.id}`,
      });
    },
  };
}
