import { z } from "zod";
import type { Annotated } from "../core/beside.ts";
import { ownerTag } from "../names/identity.ts";
import { type Api, resultIfFound, resultOf } from "./api.ts";

/** Whose script a name is, in this account; another app's is a stranger's too. */
export type Owner = "nobody" | "kit" | "stranger";

/** A Worker's script, and the app that it should belong to. */
export type OwnScript = { name: string; app: string };

const settings = z.object({ tags: z.array(z.string()).nullish() });
const annotations = z.object({
  "workers/tag": z.string().optional(),
  "workers/message": z.string().optional(),
});
const versions = z.object({
  items: z.array(z.object({ id: z.string(), annotations: annotations.nullish() })),
});
const deployments = z.object({
  deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string() })) })),
});
const subdomain = z.object({ enabled: z.boolean() });

export function scriptPath(api: Api, name: string): string {
  return `/accounts/${api.accountId}/workers/scripts/${name}`;
}

/** Asks whose the script of that name is. */
export async function ownerOf(api: Api, { name, app }: OwnScript): Promise<Owner> {
  const call = api.get(`${scriptPath(api, name)}/script-settings`);
  const found = await resultIfFound(`look up the Worker ${name}`, call, settings);
  if (found === undefined) return "nobody";
  return found.tags?.includes(ownerTag(app)) ? "kit" : "stranger";
}

/** The versions of a script that can be deployed, newest first. */
export async function versionsOf(api: Api, name: string): Promise<(Annotated & { id: string })[]> {
  const call = api.get(`${scriptPath(api, name)}/versions?deployable=true`);
  const { items } = await resultOf(`list the versions of ${name}`, call, versions);
  return items.map(({ id, annotations: it }) => ({
    id,
    tag: it?.["workers/tag"] ?? null,
    message: it?.["workers/message"] ?? null,
  }));
}

/** The tags of the versions that have a script's traffic. */
export async function liveTags(api: Api, name: string): Promise<(string | null)[]> {
  const [versions, { deployments: all }] = await Promise.all([
    versionsOf(api, name),
    resultOf(`read the traffic of ${name}`, api.get(`${scriptPath(api, name)}/deployments`), deployments),
  ]);
  const live = all[0]?.versions.map(({ version_id }) => version_id) ?? [];
  return live.map((id) => versions.find((version) => version.id === id)?.tag ?? null);
}

/** Lets a script answer on workers.dev. Asks first: the call takes effect at once, whatever serves. */
export async function openOnWorkersDev(api: Api, name: string, previews: boolean): Promise<void> {
  const path = `${scriptPath(api, name)}/subdomain`;
  const { enabled } = await resultOf(`look up the address of ${name}`, api.get(path), subdomain);
  if (enabled) return;
  const body = { enabled: true, previews_enabled: previews };
  await resultOf(`give ${name} its workers.dev address`, api.post(path, body), z.unknown());
}

/**
 * Deletes a script of the kit's with all its versions, and looks whether it is gone.
 * @throws ApiError, or Error when it is a stranger's, or still there
 */
export async function deleteScript(api: Api, script: OwnScript): Promise<void> {
  const { name } = script;
  const path = scriptPath(api, name);
  if ((await ownerOf(api, script)) === "stranger") {
    throw new Error(`The Worker ${name} is not the kit's to delete.`);
  }
  await resultIfFound(`delete the Worker ${name}`, api.delete(`${path}?force=true`), z.unknown());
  if ((await ownerOf(api, script)) !== "nobody") {
    throw new Error(`The Worker ${name} is still there although Cloudflare said that it was deleted.`);
  }
}
