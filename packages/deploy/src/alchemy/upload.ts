import { relative, resolve } from "node:path";
import {
  type Assets,
  type Bindings,
  type CloudflareApi,
  DEFAULT_COMPATIBILITY_DATE,
  putWorker,
  type WorkerProps,
} from "alchemy/cloudflare";
import { besideMessage } from "../core/beside.ts";
import { ownerTag } from "../names/identity.ts";
import { type AssetFile, rulesOf, uploadAssets } from "./assets.ts";
import { builtWorker } from "./built.ts";
import { type ClassMigration, durableObjectsOf } from "./durable-objects.ts";
import type { KeptUploads, Metadata, Upload } from "./kept-uploads.ts";
import { type Bundle, withStubs } from "./stubs.ts";
import { UploadApi } from "./upload-api.ts";
import { valuesOf } from "./values.ts";

/** A Worker's own props, the name of its script, and the tag of the release that is being uploaded. */
export type VersionProps = WorkerProps<Bindings> & { name: string; release: string };

/** Where versions are uploaded to, and where it is kept how. */
export type Destination = { api: CloudflareApi; name: string; kept: KeptUploads };

/**
 * What one version is to consist of besides its code: its assets, the tag of the release that some of them are
 * borrowed from, and the Durable Object classes of its script.
 */
export type Contents = {
  files: readonly AssetFile[];
  beside: string | undefined;
  classes: readonly string[];
};

/** What makes new classes known, the app that the script is of, and the tags by which alchemy finds them. */
type Migration = { app: string; tags: readonly string[]; migrations: ClassMigration };

type Source = Partial<Record<"cwd" | "entrypoint" | "script", string | undefined>>;

/**
 * Uploads a release as its Worker's props describe it. How it does so is kept before: the version can then be made
 * again with more assets, or more classes.
 * @param tags of the versions whose uploads are still worth keeping
 * @param again there is a version of it already, with other values
 * @returns the version's id
 */
export async function uploadVersion(
  { api, name, kept }: Destination,
  props: VersionProps,
  { files, beside, classes }: Contents,
  { tags, again }: { tags: readonly string[]; again: boolean },
): Promise<string> {
  const { release, entrypoint: _, script: __, ...settings } = props;
  const source = sourceOf(props);
  const own = durableObjectsOf(props).map(({ className }) => className);
  const bundle = await bundleOf(props);
  let upload: Upload | undefined;
  const recording = new UploadApi(api, async (made) => {
    const metadata = beside === undefined ? made : annotated(made, release, beside);
    upload = { metadata, ...source, values: valuesOf(process.env) };
    await kept.keep(release, again ? { ...upload, unfinished: true } : upload, tags);
    return metadata;
  });
  const { id } = await putWorker(recording, {
    ...settings,
    workerName: name,
    version: release,
    scriptBundle: withStubs(bundle, lacking(classes, own)),
    compatibilityDate: compatibilityDateOf(props),
    compatibilityFlags: compatibilityFlagsOf(props),
    ...(await assetsOf(api, props, files)),
  });
  if (again && upload) await kept.keep(release, upload, tags);
  return id;
}

/**
 * Uploads a release once more from its artifact, exactly as it was uploaded before but for its assets and classes.
 * With a migration it is a new script, not a version, and takes the traffic that the release has: Cloudflare takes
 * no migration with a version (10211).
 * @param release its tag
 * @param folder that the artifact is unpacked in
 * @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
export async function uploadAgain(
  { api, name }: Destination,
  { release, folder, upload }: { release: string; folder: string; upload: Upload },
  { files, beside, classes, migration }: Contents & { beside: string; migration?: Migration },
): Promise<void> {
  const { metadata: kept, cwd, ...source } = upload;
  const jwt = source.assets === undefined ? undefined : await uploadAssets(api, name, files);
  const bundle = withStubs(
    await bundleOf({ ...source, cwd: resolve(folder, cwd) }),
    lacking(classes, boundClasses(kept)),
  );
  const metadata = {
    ...annotated(kept, release, beside),
    main_module: bundle.entrypoint,
    ...(jwt !== undefined && { assets: { ...kept.assets, jwt } }),
    ...(migration && {
      migrations: migration.migrations,
      tags: [...new Set([ownerTag(migration.app), ...(kept.tags ?? []), ...migration.tags])],
    }),
  };
  await putWorker(new UploadApi(api, async () => metadata), {
    workerName: name,
    ...(!migration && { version: release }),
    scriptBundle: bundle,
    compatibilityDate: DEFAULT_COMPATIBILITY_DATE,
    compatibilityFlags: [],
  });
}

/** The Durable Object classes that an upload binds of its own script. */
function boundClasses({ bindings = [] }: Metadata): string[] {
  return bindings.flatMap(({ type, class_name, script_name }) =>
    type === "durable_object_namespace" && class_name !== undefined && script_name === undefined
      ? [class_name]
      : [],
  );
}

function lacking(classes: readonly string[], own: readonly string[]): string[] {
  return classes.filter((name) => !own.includes(name));
}

function annotated(metadata: Metadata, release: string, beside: string): Metadata {
  return {
    ...metadata,
    annotations: { "workers/tag": release, "workers/message": besideMessage(beside) },
  };
}

function sourceOf({
  cwd = "",
  entrypoint,
  script,
  bindings,
}: VersionProps): Omit<Upload, "metadata" | "values" | "unfinished"> {
  const here = (path: string) => relative(process.cwd(), resolve(path));
  const assets = assetsFolderOf(bindings);
  return { cwd: here(cwd), entrypoint, script, assets: assets === undefined ? undefined : here(assets) };
}

async function bundleOf({ cwd, entrypoint, script }: Source): Promise<Bundle> {
  if (entrypoint !== undefined) return builtWorker(cwd ?? process.cwd(), entrypoint);
  return {
    entrypoint: "worker.js",
    modules: [{ path: "worker.js", type: "esm", ...(script !== undefined && { content: script }) }],
  };
}

/** Uploads the assets that are to go with the version. */
async function assetsOf(api: CloudflareApi, props: VersionProps, files: readonly AssetFile[]) {
  const folder = assetsFolderOf(props.bindings);
  if (folder === undefined) return {};
  const [release = props.release] = props.release.split("@");
  const [completionToken, rules] = await Promise.all([
    uploadAssets(api, props.name, files),
    rulesOf(folder, release, props.assets ?? {}),
  ]);
  const assetConfig = { html_handling: "auto-trailing-slash" as const, ...props.assets, ...rules };
  return { assetUploadResult: { completionToken, assetConfig } };
}

/** The folder that the assets binding among these names; undefined where there is none. */
export function assetsFolderOf(bindings: Bindings | undefined): string | undefined {
  return Object.values(bindings ?? {}).find(isAssets)?.path;
}

function isAssets(binding: Bindings[string]): binding is Assets {
  return typeof binding === "object" && "type" in binding && binding.type === "assets";
}

/** The day whose behaviour of the runtime a Worker relies on. */
export function compatibilityDateOf(props: VersionProps): string {
  return props.compatibilityDate ?? DEFAULT_COMPATIBILITY_DATE;
}

/** alchemy's preset "node" stands for two flags. */
function compatibilityFlagsOf({ compatibility, compatibilityFlags = [] }: VersionProps): string[] {
  const preset = compatibility === "node" ? ["nodejs_compat", "nodejs_compat_populate_process_env"] : [];
  return [...new Set([...preset, ...compatibilityFlags])];
}
