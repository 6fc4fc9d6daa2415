/**
 * Where an answer is not of the type that the SDK has for it, and is to stay so: the description is wrong there, and
 * what clients really read decides.
 */
export const DEVIATIONS: Readonly<Record<string, string>> = {
  "workers.scripts.deployments.list":
    "the description pages through `result.items`; wrangler reads `result.deployments`, as Cloudflare's own examples have it",
  "kv.namespaces.bulkGet":
    "the description has no `null` without metadata; a key that is not there is `null`, as with metadata and as in Workers",
  "r2.buckets.create":
    "the description has `weur`; Cloudflare answers `WEUR` (terraform-provider-cloudflare#6026), as wrangler prints it",
  "r2.buckets.list": "likewise",
  "r2.buckets.get": "likewise",
  "r2.buckets.edit": "likewise",
};

/** Endpoints that neither the SDK nor `wrangler.test.ts` asks, and who does. */
export const ASKED_ELSEWHERE: Readonly<Record<string, string>> = {
  "GET /accounts/:account/workers/scripts/:script/queue-consumers":
    "alchemy, when it takes over a queue's consumer",
  "GET /accounts/:account/workers/domains/records":
    "wrangler, when it deploys with a domain that leads to another Worker",
  "GET /accounts/:account/workers/domains/records/:domain": "wrangler, likewise",
  "DELETE /accounts/:account/r2/buckets/:bucket/objects": "alchemy, when it empties a bucket",
};
