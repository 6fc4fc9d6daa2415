import type { Feature } from "./feature.ts";

/** What each feature is, for those who do not know its short name. */
export const FEATURE_DESCRIPTIONS: Record<Feature, string> = {
  d1: "a SQL database",
  kv: "a key-value store, read everywhere",
  r2: "a bucket for files",
  do: "a Durable Object: state in one place, live",
  queue: "a queue, and what takes from it",
  workflow: "steps that outlive a restart",
  cron: "work at set times",
};
