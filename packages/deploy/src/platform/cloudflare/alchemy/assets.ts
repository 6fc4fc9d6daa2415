import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Api, resultOf } from "./api.ts";
import { hasContentHash } from "./content-hash.ts";
import { scriptPath } from "./script.ts";

/** A file to upload: `name` is its path on the site, `hash` 32 hex digits, `size` in bytes. */
export type AssetFile = { path: string; name: string; hash: string; size: number; type: string };

/**
 * The files of another release that a Worker is to have besides its own, so that the other's pages find there
 * what they ask for. None for a Worker that has no assets.
 */
export function borrowed(own: readonly AssetFile[], others: readonly AssetFile[]): AssetFile[] {
  if (own.length === 0) return [];
  const names = new Set(own.map(({ name }) => name));
  return others.filter(({ name }) => hasContentHash(name) && !names.has(name));
}

const session = z.object({ jwt: z.string(), buckets: z.array(z.array(z.string())).nullish() });
const uploaded = z.object({ jwt: z.string().optional() }).nullish();

/**
 * Uploads those files that Cloudflare does not have yet.
 * @returns the token by which a version names these assets as its own
 * @throws ApiError
 * @see https://developers.cloudflare.com/workers/static-assets/direct-upload/
 */
export async function uploadAssets(api: Api, script: string, files: readonly AssetFile[]): Promise<string> {
  const manifest = Object.fromEntries(files.map(({ name, hash, size }) => [name, { hash, size }]));
  const asked = `take the assets of ${script}`;
  const opened = api.post(`${scriptPath(api, script)}/assets-upload-session`, { manifest });
  const { jwt, buckets } = await resultOf(asked, opened, session);

  const byHash = new Map(files.map((file) => [file.hash, file]));
  const url = `/accounts/${api.accountId}/workers/assets/upload?base64=true`;
  const tokens = await Promise.all(
    (buckets ?? []).map(async (hashes) => {
      const form = await formOf(hashes.map((hash) => byHash.get(hash)).filter((file) => file !== undefined));
      const sent = api.post(url, form, { headers: { Authorization: `Bearer ${jwt}` } });
      return (await resultOf(asked, sent, uploaded))?.jwt;
    }),
  );
  return tokens.find((token) => token !== undefined) ?? jwt;
}

async function formOf(files: readonly AssetFile[]): Promise<FormData> {
  const form = new FormData();
  for (const { hash, path, type } of files) {
    form.append(hash, new Blob([await readFile(path, "base64")], { type }), hash);
  }
  return form;
}

/**
 * The `_headers` and `_redirects` of an assets folder, the headers with one more: which release they are of.
 * @param given the contents that the Worker's props bring, where the folder has no such files
 */
export async function rulesOf(
  folder: string,
  release: string,
  given: { _headers?: string; _redirects?: string },
): Promise<{ _headers: string; _redirects?: string }> {
  const [headers, redirects] = await Promise.all(
    (["_headers", "_redirects"] as const).map((name) => readIfThere(join(folder, name), given[name])),
  );
  const own = `/*\n  x-kit-release: ${release}\n`;
  return {
    _headers: headers === undefined ? own : `${headers.trimEnd()}\n\n${own}`,
    ...(redirects !== undefined && { _redirects: redirects }),
  };
}

async function readIfThere(path: string, otherwise: string | undefined): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  }
}
