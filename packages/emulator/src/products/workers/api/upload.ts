import type { Context } from "hono";
import { z } from "zod";
import { ApiError } from "../../../api/envelope.ts";
import { type Part, partText, readParts } from "../../../api/multipart.ts";
import { check, parseJson } from "../../../api/request.ts";
import { WorkerdRefused } from "../../../runtime/workerd.ts";
import type { ScriptName } from "../../../store/ids.ts";
import { readSession } from "../../assets/api/session-token.ts";
import { AssetConfig, type AssetSet, Assets } from "../../assets/store/assets.ts";
import { Exports } from "../../durable-objects/classes/exports.ts";
import { Migrations } from "../../durable-objects/classes/migrations.ts";
import {
  type ObjectPlan,
  planObjects,
  proveThatClassesAreThere,
} from "../../durable-objects/classes/plan.ts";
import { ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import type { Api } from "../../product.ts";
import { runnable } from "../serving/runnable.ts";
import { type ModuleKind, type Upload, type Version, Versions } from "../store/versions.ts";
import { resolveBindings } from "./upload-bindings.ts";
import { checkCompatibilityDate, checkSize } from "./upload-limits.ts";

const annotation = (bytes: number) =>
  z.string().refine((text) => Buffer.byteLength(text) <= bytes, { error: `longer than ${bytes} bytes` });

/** The `metadata` part of an upload, as far as it matters here. */
const Metadata = z.object({
  main_module: z.string().optional(),
  body_part: z.string().optional(),
  compatibility_date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .default("2021-11-02"),
  compatibility_flags: z.array(z.string()).nullish(),
  bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })).default([]),
  keep_bindings: z.array(z.string()).nullish(),
  keep_assets: z.boolean().nullish(),
  assets: z
    .object({
      jwt: z.string().nullish(),
      config: AssetConfig.nullish(),
      keep_assets: z.boolean().nullish(),
    })
    .nullish(),
  annotations: z
    .looseObject({ "workers/tag": annotation(100).nullish(), "workers/message": annotation(1000).nullish() })
    .nullish(),
  migrations: Migrations.nullish(),
  exports: Exports.nullish(),
  tags: z.array(z.string()).nullish(),
  logpush: z.boolean().nullish(),
  observability: z.unknown().optional(),
  tail_consumers: z.unknown().optional(),
});
export type Metadata = z.infer<typeof Metadata>;

/** Content types of an upload's parts, in Cloudflare's words, and what they are to workerd. */
const MODULE_KINDS: Record<string, ModuleKind> = {
  "application/javascript+module": "esModule",
  "text/javascript+module": "esModule",
  "application/javascript": "commonJsModule",
  "text/javascript": "commonJsModule",
  "application/wasm": "wasm",
  "application/json": "json",
  "text/plain": "text",
  "application/octet-stream": "data",
};
const SOURCE_MAP = "application/source-map";

/**
 * Reads an upload and proves that it runs, by running it. Nothing is kept of one that is refused but its blobs.
 * @param previous the version whose bindings may be inherited
 * @param versioned whether it is a version upload, which may not change Durable Object classes
 * @throws ApiError 10021 with workerd's words when the code does not start
 */
export async function receiveUpload(
  c: Context<Api>,
  script: ScriptName,
  previous: Version | undefined,
  versioned: boolean,
): Promise<{ draft: Version; metadata: Metadata; objects: ObjectPlan }> {
  const parts = await readParts(c);
  const metadata = check(Metadata, parseJson(metadataText(parts)));
  if (metadata.body_part !== undefined) {
    throw new ApiError(400, 10021, "Service workers are not supported by the emulator: use ES modules.");
  }
  checkCompatibilityDate(metadata.compatibility_date);
  const modules = await storeModules(c, parts);
  checkMainModule(metadata.main_module, modules);
  const assets = assetSet(c, metadata, previous);
  const objects = planObjects(c, script, metadata, versioned);
  const migrationTag = objects.tag ?? c.env.store.of(ObjectNamespaces).tag(script);
  const draft = c.env.store.of(Versions).draft(script, {
    ...(metadata.main_module !== undefined && { mainModule: metadata.main_module }),
    modules,
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags ?? [],
    bindings: resolveBindings(c, metadata, previous, objects.namespaces),
    objects: Object.fromEntries(objects.namespaces.map(({ className, id }) => [className, id])),
    ...(migrationTag !== undefined && { migrationTag }),
    ...(assets && { assets }),
    source: c.req.header("user-agent")?.startsWith("wrangler/") ? "wrangler" : "api",
    annotations: stringsOf(metadata.annotations ?? {}),
  });
  if (metadata.main_module !== undefined) {
    await proveThatItRuns(c, draft);
    await proveThatClassesAreThere(c, runnable(c.env, draft), objects.namespaces);
  }
  return { draft, metadata, objects };
}

/** @throws ApiError 10021 when the module that is to be the main one is not there */
export function checkMainModule(name: string | undefined, modules: Upload["modules"]): void {
  if (name === undefined || modules.some((module) => module.name === name)) return;
  throw new ApiError(400, 10021, `No such module: main_module "${name}" is not among the parts.`);
}

/** @throws ApiError 10021 with workerd's words when the code does not start */
export async function proveThatItRuns(c: Context<Api>, draft: Version): Promise<void> {
  try {
    await c.env.fleet.run(runnable(c.env, draft));
  } catch (error) {
    if (!(error instanceof WorkerdRefused)) throw error;
    const words = error.message.replaceAll(`service ${draft.script}: `, "");
    throw new ApiError(400, 10021, words);
  }
}

/**
 * Keeps the parts of an upload that are modules.
 * @throws ApiError 10021 for one of an unknown kind, 10027 when they are too large
 */
export async function storeModules(c: Context<Api>, parts: Part[]): Promise<Upload["modules"]> {
  const modules = parts.filter((part) => part.name !== "metadata" && typeOf(part) !== SOURCE_MAP);
  checkSize(modules);
  return Promise.all(
    modules.map(async (part) => {
      const { name, contentType, bytes } = part;
      const kind = MODULE_KINDS[typeOf(part)];
      if (!kind) {
        throw new ApiError(
          400,
          10021,
          `The module "${name}" has the unsupported content type "${contentType}".`,
        );
      }
      return { name, kind, blob: await c.env.store.blobs.put(bytes) };
    }),
  );
}

function typeOf({ contentType }: Part): string {
  return contentType.split(";")[0]?.trim().toLowerCase() ?? "";
}

function assetSet(c: Context<Api>, metadata: Metadata, previous: Version | undefined): AssetSet | undefined {
  const keeps = metadata.keep_assets || metadata.assets?.keep_assets;
  const config = AssetConfig.parse(
    metadata.assets?.config ?? (keeps ? previous?.upload.assets?.config : {}) ?? {},
  );
  if (metadata.assets?.jwt) return { config, files: filesOfSession(c, metadata.assets.jwt) };
  if (keeps && previous?.upload.assets) return { config, files: previous.upload.assets.files };
  return undefined;
}

function filesOfSession(c: Context<Api>, token: string): AssetSet["files"] {
  const manifest = readSession(c, token);
  const files: AssetSet["files"] = {};
  for (const [path, { hash }] of Object.entries(manifest)) {
    const file = c.env.store.of(Assets).find(hash);
    if (!file) throw new ApiError(400, 10304, `The asset ${path} was not uploaded.`);
    files[decodePath(path)] = file;
  }
  return files;
}

/** Clients percent-encode some file names and not others; requests are compared decoded. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What of a record is text. */
export function stringsOf(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** @throws ApiError 10001 when an upload does not say what it is */
export function metadataText(parts: Part[]): string {
  const part = parts.find(({ name }) => name === "metadata");
  if (!part) throw new ApiError(400, 10001, "The upload has no metadata part.");
  return partText(part);
}
