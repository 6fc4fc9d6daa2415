import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { foundScript, scriptNotFound } from "../../workers/api/lookup.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { Domains, type Route } from "../store/domains.ts";
import { foundZone, zoneFor } from "./zones.ts";

const Asked = z.object({ pattern: z.string().min(1), script: z.string().nullish() });
const OfScript = z.array(
  z.object({ pattern: z.string().min(1), zone_id: z.string().nullish(), zone_name: z.string().nullish() }),
);

export const list: Handler = (c) => {
  const { id } = foundZone(c);
  return ok(
    c,
    c.env.store
      .of(Domains)
      .routes()
      .filter(({ zone }) => zone === id)
      .map(routeView),
  );
};

export const create: Handler = async (c) => {
  const zone = foundZone(c);
  const { pattern, script } = await readRoute(c);
  checkFree(c, pattern);
  return ok(c, routeView(c.env.store.of(Domains).addRoute(zone.id, pattern, script)));
};

export const get: Handler = (c) => ok(c, routeView(foundRoute(c)));

export const put: Handler = async (c) => {
  const route = foundRoute(c);
  const changed = { ...route, ...(await readRoute(c)) };
  if (changed.pattern !== route.pattern) checkFree(c, changed.pattern);
  c.env.store.of(Domains).saveRoute(changed);
  return ok(c, routeView(changed));
};

export const remove: Handler = (c) => {
  const { id } = foundRoute(c);
  c.env.store.of(Domains).deleteRoute(id);
  return ok(c, { id });
};

/** Makes a Worker's routes these, in whatever zones they are. */
export const replace: Handler = async (c) => {
  const script = foundScript(c).name;
  const asked = await body(c, OfScript);
  const domains = c.env.store.of(Domains);
  const { transaction } = c.env.store;
  const routes = transaction(() => {
    for (const { id, script: owner } of domains.routes()) if (owner === script) domains.deleteRoute(id);
    return asked.map(({ pattern, ...zone }) => {
      checkFree(c, pattern);
      const [host = ""] = pattern.replace(/^(\*|https?):\/\//, "").split("/");
      return domains.addRoute(zoneFor(c, host, zone).id, pattern, script);
    });
  });
  return ok(c, routes.map(routeView));
};

async function readRoute(c: Context<Api>): Promise<Pick<Route, "pattern" | "script">> {
  const { pattern, script = null } = await body(c, Asked);
  if (script !== null && !c.env.store.of(Scripts).get(script)) throw scriptNotFound();
  return { pattern, script };
}

function checkFree(c: Context<Api>, pattern: string): void {
  const taken = c.env.store
    .of(Domains)
    .routes()
    .find((route) => route.pattern === pattern);
  if (!taken) return;
  throw new ApiError(409, 10020, `The route "${pattern}" already leads to ${taken.script ?? "no Worker"}.`);
}

function foundRoute(c: Context<Api>): Route {
  const zone = foundZone(c).id;
  const id = param(c, "route");
  const route = c.env.store
    .of(Domains)
    .routes()
    .find((one) => one.id === id && one.zone === zone);
  if (!route) throw new ApiError(404, 10009, "The requested route could not be found.");
  return route;
}

function routeView({ id, pattern, script }: Route) {
  return { id, pattern, ...(script !== null && { script }) };
}
