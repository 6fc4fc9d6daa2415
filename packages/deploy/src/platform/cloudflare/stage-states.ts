import { z } from "zod";
import type { StageStates } from "../port.ts";
import type { CloudflareApi } from "./api/client.ts";
import { R2Bucket } from "./bucket.ts";

const named = z.looseObject({ name: z.string().optional(), title: z.string().optional() });
const entry = z.object({
  kind: z.string(),
  id: z.string(),
  output: named.optional(),
  props: named.nullish(),
});
const document = z.object({ scopes: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** alchemy's state of each stage as the kit keeps it: one object in the bucket `kit-state`. */
export function stageStates(api: CloudflareApi, accountId: string): StageStates {
  const bucket = new R2Bucket(api, accountId, "kit-state");
  return {
    async resources(app, profile) {
      const bytes = await bucket.get(`alchemy's state of ${profile}`, `${app}/${profile}.json`);
      if (!bytes) return [];
      const { scopes } = document.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return Object.values(scopes).flatMap((entries) =>
        Object.values(entries).flatMap((each) => {
          const resource = entry.safeParse(each).data;
          if (!resource) return [];
          const { kind, id, output, props } = resource;
          return [{ kind, name: output?.name ?? output?.title ?? props?.name ?? props?.title ?? id }];
        }),
      );
    },
  };
}
