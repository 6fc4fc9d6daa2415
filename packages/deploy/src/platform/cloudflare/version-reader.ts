import { z } from "zod";
import type { VersionId } from "../../names/identity.ts";
import type { Binding, VersionReader } from "../port.ts";
import type { Target } from "../target.ts";
import type { CloudflareApi } from "./api/client.ts";
import { apiPath } from "./api/path.ts";

/** Secrets come without their values. */
const versionSchema = z.object({
  resources: z.object({
    bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })),
    script_runtime: z.object({ migration_tag: z.string().nullish() }).nullish(),
  }),
});

/** Reads versions through Cloudflare's API: `GET …/workers/scripts/{script}/versions/{version}`. */
export function versionReader(api: CloudflareApi, { accountId }: Target): VersionReader {
  const resourcesOf = async (worker: string, id: VersionId) => {
    const path = apiPath`/accounts/${accountId}/workers/scripts/${worker}/versions/${id}`;
    const call = { asked: `read version ${id} of ${worker}`, path };
    return (await api.result(call, versionSchema)).resources;
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
      const path = pathOf(accountId, type, settings);
      if (path === undefined) return undefined;
      return api.performIfThere({ asked: `look for what ${name} leads to`, path });
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
function pathOf(account: string, type: string, settings: Record<string, unknown>): string | undefined {
  const { id, database_id = id, namespace_id, bucket_name } = named.parse(settings);
  if (type === "d1" && database_id) return apiPath`/accounts/${account}/d1/database/${database_id}`;
  if (type === "kv_namespace" && namespace_id)
    return apiPath`/accounts/${account}/storage/kv/namespaces/${namespace_id}`;
  if (type === "r2_bucket" && bucket_name) return apiPath`/accounts/${account}/r2/buckets/${bucket_name}`;
  return undefined;
}
