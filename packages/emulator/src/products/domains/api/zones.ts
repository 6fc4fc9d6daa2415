import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { Domains, type Zone } from "../store/domains.ts";

/** Every zone is as old as the emulator makes believe. */
const SINCE = "2026-01-01T00:00:00.000000Z";

/** By name, the zone is made on first use: which names are zones is guessed, for there is no DNS to ask. */
export const list: Handler = (c) => {
  const domains = c.env.store.of(Domains);
  const name = c.req.query("name")?.toLowerCase();
  const zones =
    name === undefined ? domains.zones() : name === zoneNameOf(name) ? [domains.zoneNamed(name)] : [];
  return page(
    c,
    zones.map((zone) => zoneView(c, zone)),
  );
};

export const create: Handler = async (c) => {
  const { name } = await body(c, z.object({ name: z.string().regex(/^[a-z0-9.-]+\.[a-z]+$/i) }));
  return ok(c, zoneView(c, c.env.store.of(Domains).zoneNamed(name.toLowerCase())));
};

export const get: Handler = (c) => ok(c, zoneView(c, foundZone(c)));

export const remove: Handler = (c) => {
  const { id } = foundZone(c);
  c.env.store.of(Domains).deleteZone(id);
  return ok(c, { id });
};

/** @throws ApiError 7003 when no zone has the id in the path */
export function foundZone(c: Context<Api>): Zone {
  const zone = c.env.store.of(Domains).zone(param(c, "zone"));
  if (!zone) throw new ApiError(404, 7003, "Could not route to the zone, perhaps its identifier is invalid?");
  return zone;
}

/** The zone that a host is in: the one asked for, or else one made for its last labels. */
export function zoneFor(
  c: Context<Api>,
  hostname: string,
  asked: { zone_id?: string | null | undefined; zone_name?: string | null | undefined },
): Zone {
  const domains = c.env.store.of(Domains);
  if (asked.zone_name) return domains.zoneNamed(asked.zone_name.toLowerCase());
  const known = asked.zone_id ? domains.zone(asked.zone_id) : undefined;
  return known ?? domains.zoneNamed(zoneNameOf(hostname.replace(/^\*\.?/, "").toLowerCase()));
}

/** `shop.example.com` is in `example.com`, `shop.example.co.uk` in `example.co.uk`. */
function zoneNameOf(hostname: string): string {
  const labels = hostname.split(".");
  const [second = "", top = ""] = labels.slice(-2);
  return labels.slice(second.length <= 3 && top.length === 2 ? -3 : -2).join(".");
}

function zoneView(c: Context<Api>, { id, name }: Zone) {
  return {
    id,
    name,
    status: "active",
    paused: false,
    type: "full",
    account: { id: c.env.identity.accountId, name: "Emulator" },
    name_servers: ["a.ns.emulator", "b.ns.emulator"],
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    owner: { id: c.env.identity.accountId, name: "Emulator", type: "user" },
    plan: { id: "free", name: "Free Website" },
    development_mode: 0,
    meta: { step: 0, phishing_detected: false },
    created_on: SINCE,
    modified_on: SINCE,
    activated_on: SINCE,
  };
}
