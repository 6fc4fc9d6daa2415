import { z } from "zod";
import type { Route } from "../../../core/triggers.ts";
import { PlatformError } from "../../platform-error.ts";
import { asking, askingFor } from "../answer.ts";
import type { Api, TriggerKind } from "./kind.ts";
import { zoneOf } from "./zone.ts";

const answer = z.object({
  result: z.array(z.object({ id: z.string(), pattern: z.string(), script: z.string().optional() })),
});

/**
 * Routes: a pattern of a zone's addresses.
 * @see https://developers.cloudflare.com/api/resources/workers/subresources/routes/
 */
export function routes(api: Api): TriggerKind<Route> {
  const there = async ({ pattern, zone }: Route) => {
    const path = `/zones/${zone ?? (await zoneOf(api, hostOf(pattern)))}/workers/routes`;
    const found = answer.parse(await asking(`read the routes of ${pattern}`, () => api.client.get(path)));
    return { path, known: found.result.find((each) => each.pattern === pattern) };
  };
  return {
    nameOf: ({ pattern }) => pattern,

    isSet: async (worker, route) => (await there(route)).known?.script === worker,

    async set(worker, route) {
      const { path, known } = await there(route);
      const body = { pattern: route.pattern, script: worker };
      if (!known) {
        await asking(`make the route ${route.pattern}`, () => api.client.post(path, { body }));
        return;
      }
      if (known.script === worker) return;
      if (!route.takeOver)
        throw new PlatformError(
          `The route ${route.pattern} leads to ${known.script ?? "no Worker"}; write \`adopt: true\` beside its pattern to take it over.`,
        );
      await asking(`take over the route ${route.pattern}`, () =>
        api.client.put(`${path}/${known.id}`, { body }),
      );
    },

    async drop(worker, route) {
      const { path, known } = await there(route);
      if (known?.script !== worker) return;
      await askingFor(`delete the route ${route.pattern}`, () => api.client.delete(`${path}/${known.id}`));
    },
  };
}

/** `*.example.com/api/*` is of `example.com`. */
function hostOf(pattern: string): string {
  const [host = ""] = pattern.replace(/^\w+:\/\//, "").split("/");
  return host.replace(/^\*\.?/, "");
}
