import { z } from "zod";
import type { Route } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { apiPath } from "../api/path.ts";
import type { Account, TriggerKind } from "./kind.ts";
import { zoneOf } from "./zone.ts";

const routesSchema = z.array(
  z.object({ id: z.string(), pattern: z.string(), script: z.string().optional() }),
);

/**
 * Routes: a pattern of a zone's addresses.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/routes/
 */
export function routes({ api }: Account): TriggerKind<Route> {
  const there = async ({ pattern, zone }: Route) => {
    const id = zone ?? (await zoneOf({ api }, hostOf(pattern)));
    const path = apiPath`/zones/${id}/workers/routes`;
    const found = await api.result({ asked: `read the routes of ${pattern}`, path }, routesSchema);
    const known = found.find((each) => each.pattern === pattern);
    return { path, known, knownPath: apiPath`/zones/${id}/workers/routes/${known?.id ?? ""}` };
  };
  return {
    nameOf: ({ pattern }) => pattern,

    isSet: async (worker, route) => (await there(route)).known?.script === worker,

    async set(worker, route) {
      const { path, known, knownPath } = await there(route);
      const body = { pattern: route.pattern, script: worker };
      if (!known) {
        await api.perform({ asked: `make the route ${route.pattern}`, method: "POST", path, body });
        return;
      }
      if (known.script === worker) return;
      if (!route.takeOver)
        throw new PlatformError(
          `The route ${route.pattern} leads to ${known.script ?? "no Worker"}; write \`adopt: true\` beside its pattern to take it over.`,
        );
      const asked = `take over the route ${route.pattern}`;
      await api.perform({ asked, method: "PUT", path: knownPath, body });
    },

    async drop(worker, route) {
      const { known, knownPath } = await there(route);
      if (known?.script !== worker) return;
      await api.performIfThere({
        asked: `delete the route ${route.pattern}`,
        method: "DELETE",
        path: knownPath,
      });
    },
  };
}

/** `*.example.com/api/*` is of `example.com`. */
function hostOf(pattern: string): string {
  const [host = ""] = pattern.replace(/^\w+:\/\//, "").split("/");
  return host.replace(/^\*\.?/, "");
}
