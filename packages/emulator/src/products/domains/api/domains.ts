import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { foundScript, scriptNotFound } from "../../workers/api/lookup.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { type CustomDomain, Domains } from "../store/domains.ts";
import { zoneFor } from "./zones.ts";

const Origin = z.object({
  hostname: z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/i, "is not a host name"),
  zone_id: z.string().nullish(),
  zone_name: z.string().nullish(),
});
const NewDomain = Origin.extend({
  service: z.string(),
  override_existing_origin: z.boolean().nullish(),
});
const Filter = z.object({
  hostname: z.string().optional(),
  service: z.string().optional(),
  zone_id: z.string().optional(),
  zone_name: z.string().optional(),
});

export const list: Handler = (c) => {
  const filter = Object.entries(Filter.parse(c.req.query()));
  const domains = c.env.store
    .of(Domains)
    .customDomains()
    .map((domain) => domainView(c, domain));
  return page(
    c,
    domains.filter((domain) => filter.every(([field, value]) => Reflect.get(domain, field) === value)),
  );
};

/** Gives a host name to a Worker; one that another Worker has only when that is said. */
export const put: Handler = async (c) => {
  const { service, override_existing_origin, ...origin } = await body(c, NewDomain);
  if (!c.env.store.of(Scripts).get(service)) throw scriptNotFound();
  const taken = c.env.store.of(Domains).customDomain(origin.hostname.toLowerCase());
  if (taken && taken.script !== service && !override_existing_origin) {
    throw new ApiError(409, 100116, `Hostname '${origin.hostname}' already in use by other custom domain.`);
  }
  return ok(c, domainView(c, save(c, origin, service)));
};

export const get: Handler = (c) => ok(c, domainView(c, foundDomain(c)));

export const remove: Handler = (c) => {
  const { id } = foundDomain(c);
  c.env.store.of(Domains).deleteCustomDomain(id);
  return ok(c, { id });
};

/** What would change if a Worker's domains were these: wrangler asks before it does it. */
export const changes: Handler = async (c) => {
  const script = foundScript(c).name;
  const origins = await body(c, z.array(Origin));
  const known = origins.flatMap(
    ({ hostname }) => c.env.store.of(Domains).customDomain(hostname.toLowerCase()) ?? [],
  );
  const names = new Set(known.map(({ hostname }) => hostname));
  return ok(c, {
    added: origins.filter(({ hostname }) => !names.has(hostname.toLowerCase())),
    updated: known.map((domain) => ({ ...domainView(c, domain), modified: domain.script !== script })),
    removed: [],
    conflicting: [],
  });
};

/** Makes a Worker's domains these. */
export const replace: Handler = async (c) => {
  const script = foundScript(c).name;
  const { origins } = await body(c, z.object({ origins: z.array(Origin) }));
  const saved = c.env.store.transaction(() => {
    for (const { id, script: owner } of c.env.store.of(Domains).customDomains()) {
      if (owner === script) c.env.store.of(Domains).deleteCustomDomain(id);
    }
    return origins.map((origin) => domainView(c, save(c, origin, script)));
  });
  return ok(c, saved);
};

function save(c: Context<Api>, origin: z.infer<typeof Origin>, script: string): CustomDomain {
  const domains = c.env.store.of(Domains);
  const hostname = origin.hostname.toLowerCase();
  domains.saveCustomDomain(zoneFor(c, hostname, origin).id, hostname, script);
  const domain = domains.customDomain(hostname);
  if (!domain) throw new Error(`The domain ${hostname} was not kept.`);
  return domain;
}

function foundDomain(c: Context<Api>): CustomDomain {
  const id = param(c, "domain");
  const domain = c.env.store
    .of(Domains)
    .customDomains()
    .find((one) => one.id === id);
  if (!domain) throw new ApiError(404, 100114, "The requested domain could not be found.");
  return domain;
}

function domainView(c: Context<Api>, { id, zone, hostname, script }: CustomDomain) {
  return {
    id,
    zone_id: zone,
    zone_name: c.env.store.of(Domains).zone(zone)?.name,
    hostname,
    service: script,
    environment: "production",
    cert_id: id,
  };
}
