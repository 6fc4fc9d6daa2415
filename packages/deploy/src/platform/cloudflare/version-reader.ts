import { z } from "zod";
import type { Binding, VersionReader } from "../port.ts";
import type { Target } from "../target.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

/** The SDK's type for this answer leaves the bindings' shape open. Secrets come without their values. */
const version = z.object({
  result: z.object({
    resources: z.object({ bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  }),
});

/** Reads versions through Cloudflare's API: `GET …/workers/scripts/{script}/versions/{version}`. */
export function versionReader(client: CloudflareClient, { accountId }: Target): VersionReader {
  return {
    async bindings(worker, id): Promise<Binding[]> {
      const path = `/accounts/${accountId}/workers/scripts/${worker}/versions/${id}`;
      const answer = await asking(`read version ${id} of ${worker}`, () => client.get(path));
      return version
        .parse(answer)
        .result.resources.bindings.map(({ name, type, ...settings }) => ({ name, type, settings }));
    },

    async stands({ name, type, settings }: Binding): Promise<boolean | undefined> {
      const resource = pathOf(type, settings);
      if (!resource) return undefined;
      const found = await askingFor(`look for what ${name} leads to`, () =>
        client.get(`/accounts/${accountId}/${resource}`),
      );
      return found !== undefined;
    },
  };
}

const named = z.object({
  id: z.string().optional(),
  database_id: z.string().optional(),
  namespace_id: z.string().optional(),
  bucket_name: z.string().optional(),
});

/** Where a resource is found, as Cloudflare's API names it, for the kinds that a version refers to by name. */
function pathOf(type: string, settings: Record<string, unknown>): string | undefined {
  const { id, database_id = id, namespace_id, bucket_name } = named.parse(settings);
  if (type === "d1" && database_id) return `d1/database/${database_id}`;
  if (type === "kv_namespace" && namespace_id) return `storage/kv/namespaces/${namespace_id}`;
  if (type === "r2_bucket" && bucket_name) return `r2/buckets/${bucket_name}`;
  return undefined;
}
