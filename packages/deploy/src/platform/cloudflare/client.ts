import { BaseDatabase } from "cloudflare/resources/d1/database/database";
import { BaseBuckets } from "cloudflare/resources/r2/buckets/buckets";
import { BaseObjects } from "cloudflare/resources/r2/buckets/objects";
import { BaseDeployments } from "cloudflare/resources/workers/scripts/deployments";
import { BaseSettings } from "cloudflare/resources/workers/scripts/settings";
import { BaseVersions } from "cloudflare/resources/workers/scripts/versions";
import { BaseSubdomains } from "cloudflare/resources/workers/subdomains";
import { createClient } from "cloudflare/tree-shakable";
import type { Target } from "../target.ts";

/**
 * The official SDK with what the kit calls, no more: loading all of it costs every command 30 ms.
 * Its own retries are off, since what may be repeated is the engine's to decide.
 */
export function cloudflareClient({ apiUrl, token }: Target) {
  return createClient({
    resources: [
      BaseBuckets,
      BaseDatabase,
      BaseDeployments,
      BaseObjects,
      BaseSettings,
      BaseSubdomains,
      BaseVersions,
    ],
    apiToken: token,
    apiKey: null,
    apiEmail: null,
    baseURL: apiUrl,
    maxRetries: 0,
    timeout: 30_000,
  });
}

export type CloudflareClient = ReturnType<typeof cloudflareClient>;
