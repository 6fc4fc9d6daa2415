import { z } from "zod";
import type { Domain } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { asking, askingFor } from "../answer.ts";
import { type Api, accountPath, type TriggerKind } from "./kind.ts";
import { zoneOf } from "./zone.ts";

const answer = z.object({ result: z.array(z.object({ id: z.string(), service: z.string() })) });

/**
 * Custom domains: a host name that is the Worker's whole.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/domains/
 */
export function domains(api: Api): TriggerKind<Domain> {
  const path = `${accountPath(api)}/workers/domains`;
  const there = async ({ hostname }: Domain) => {
    const found = await asking(`look up the domain ${hostname}`, () =>
      api.client.get(path, { query: { hostname } }),
    );
    return answer.parse(found).result[0];
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
        zone_id: zone ?? (await zoneOf(api, hostname)),
        override_existing_origin: takeOver,
      };
      await asking(`give ${worker} the domain ${hostname}`, () => api.client.put(path, { body }));
    },

    async drop(worker, domain) {
      const known = await there(domain);
      if (known?.service !== worker) return;
      await askingFor(`take the domain ${domain.hostname} from ${worker}`, () =>
        api.client.delete(`${path}/${known.id}`),
      );
    },
  };
}
