import { type ParseError, parse as parseJsonc, printParseErrorCode } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { CommandError } from "../shared/command-error.ts";

const text = z.string();
const list = <Of extends z.ZodType>(of: Of) => z.array(of).default([]);

const rateLimit = z.object({
  name: text,
  namespace_id: text,
  simple: z.object({ limit: z.number(), period: z.number() }),
});

/** What of wrangler's configuration an alchemy program can have. Other settings are kept for `unknownSettings`. */
const schema = z.looseObject({
  name: text.optional(),
  main: text.optional(),
  compatibility_date: text.optional(),
  compatibility_flags: list(text),
  workers_dev: z.boolean().optional(),
  assets: z
    .object({
      directory: text.optional(),
      binding: text.optional(),
      html_handling: text.optional(),
      not_found_handling: text.optional(),
      run_worker_first: z.union([z.boolean(), z.array(text)]).optional(),
    })
    .optional(),
  build: z.object({ command: text.optional() }).optional(),
  vars: z.record(text, z.unknown()).default({}),
  kv_namespaces: list(z.object({ binding: text, id: text.optional() })),
  d1_databases: list(
    z.object({
      binding: text,
      database_name: text.optional(),
      migrations_dir: text.optional(),
      /** Where wrangler remembers what it applied. */
      migrations_table: text.optional(),
    }),
  ),
  r2_buckets: list(z.object({ binding: text, bucket_name: text.optional() })),
  queues: z
    .object({
      producers: list(z.object({ binding: text, queue: text })),
      consumers: list(
        z.object({
          queue: text,
          max_batch_size: z.number().optional(),
          max_batch_timeout: z.number().optional(),
          max_retries: z.number().optional(),
          max_concurrency: z.number().nullish(),
        }),
      ),
    })
    .prefault({}),
  durable_objects: z
    .object({ bindings: list(z.object({ name: text, class_name: text, script_name: text.optional() })) })
    .prefault({}),
  migrations: list(z.looseObject({ new_sqlite_classes: list(text) })),
  workflows: list(z.object({ binding: text, name: text, class_name: text, script_name: text.optional() })),
  services: list(z.object({ binding: text, service: text, entrypoint: text.optional() })),
  hyperdrive: list(z.object({ binding: text, id: text })),
  dispatch_namespaces: list(z.object({ binding: text, namespace: text })),
  analytics_engine_datasets: list(z.object({ binding: text, dataset: text.optional() })),
  ratelimits: list(rateLimit),
  /** Rate limits stood here before they had a setting of their own. */
  unsafe: z.strictObject({ bindings: list(rateLimit.extend({ type: z.literal("ratelimit") })) }).prefault({}),
  ai: z.object({ binding: text }).optional(),
  browser: z.object({ binding: text }).optional(),
  images: z.object({ binding: text }).optional(),
  version_metadata: z.object({ binding: text }).optional(),
  triggers: z.object({ crons: list(text) }).prefault({}),
  placement: z.object({ mode: text.optional() }).optional(),
  limits: z.object({ cpu_ms: z.number().optional() }).optional(),
  observability: z.looseObject({ enabled: z.boolean().optional() }).optional(),
  routes: list(z.unknown()),
  route: z.unknown().optional(),
  env: z.record(text, z.unknown()).default({}),
});

export type WranglerConfig = z.infer<typeof schema>;

/** Settings that say nothing about what runs, or only for wrangler's own commands. */
const IGNORED = [
  "$schema",
  "account_id",
  "dev",
  "keep_vars",
  "minify",
  "no_bundle",
  "preview_urls",
  "send_metrics",
  "tsconfig",
  "upload_source_maps",
];

/** The files in which wrangler's configuration may be, in the order in which wrangler looks. */
export const WRANGLER_FILES = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"] as const;

/**
 * Reads wrangler's configuration.
 *
 * @throws CommandError when it cannot be read.
 */
export function parseWranglerConfig(file: string, content: string): WranglerConfig {
  const parsed = schema.safeParse(file.endsWith(".toml") ? toml(file, content) : jsonc(file, content));
  if (parsed.success) return parsed.data;
  throw new CommandError("failed", `${file} cannot be read:\n${z.prettifyError(parsed.error)}`);
}

/** The settings that an alchemy program of ours would not have. */
export function unknownSettings(config: WranglerConfig): string[] {
  return Object.keys(config).filter((key) => !(key in schema.shape) && !IGNORED.includes(key));
}

function jsonc(file: string, content: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(content, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return value;
  const line = content.slice(0, first.offset).split("\n").length;
  throw new CommandError("failed", `${file}:${line}: ${printParseErrorCode(first.error)}`);
}

function toml(file: string, content: string): unknown {
  try {
    return parseToml(content);
  } catch (error) {
    throw new CommandError("failed", `${file}: ${error instanceof Error ? error.message : error}`);
  }
}
