import { z } from "zod";
import type { VersionId } from "../../names/identity.ts";
import type { Binding, VersionReader } from "../port.ts";
import type { Target } from "../target.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

/** The SDK's type for this answer leaves the bindings' shape open. Secrets come without their values. */
const version = z.object({
  result: z.object({
    resources: z.object({
      bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })),
      script_runtime: z.object({ migration_tag: z.string().nullish() }).nullish(),
    }),
  }),
});

/** Reads versions through Cloudflare's API: `GET …/workers/scripts/{script}/versions/{version}`. */
export function versionReader(client: CloudflareClient, { accountId }: Target): VersionReader {
  const resourcesOf = async (worker: string, id: VersionId) => {
    const path = `/accounts/${accountId}/workers/scripts/${worker}/versions/${id}`;
    return version.parse(await asking(`read version ${id} of ${worker}`, () => client.get(path))).result
      .resources;
  };
  return {
    async bindings(worker, id): Promise<Binding[]> {
      const { bindings } = await resourcesOf(worker, id);
      return bindings.map(({ name, type, ...settings }) => ({ name, type, settings }));
    },

    async migrationTag(worker, id): Promise<string | null> {
      return (await resourcesOf(worker, id)).script_runtime?.migration_tag ?? null;
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
