import { type Context, Resource } from "alchemy";
import {
  Assets,
  type Bindings,
  type CloudflareApi,
  createCloudflareApi,
  createWorkerUrl,
  DEFAULT_COMPATIBILITY_DATE,
  isDurableObjectNamespace,
  putWorker,
  type WorkerProps,
} from "alchemy/cloudflare";
import { rulesOf, uploadAssets } from "./assets.ts";
import { builtWorker } from "./built.ts";
import { type DurableObject, placePlaceholder } from "./placeholder.ts";
import { deleteScript, openOnWorkersDev, ownerOf, versionTagged } from "./script.ts";

/** A Worker's own props, the name of its script, and the tag of the release that is being uploaded. */
export type VersionProps = WorkerProps<Bindings> & { name: string; release: string };

/** One release, uploaded to one Worker. */
export type Version = { name: string; release: string; version: string; url: string | undefined };

/**
 * Uploads a release to its Worker as one version, once: it asks first, so that running it again uploads
 * nothing. It never moves traffic, which is the runner's alone to do.
 */
export const Version = Resource(
  "kit::Version",
  // Whether the version is there is the platform's to say, not the state's.
  { alwaysUpdate: true },
  async function (this: Context<Version>, id: string, props: VersionProps): Promise<Version> {
    const api = await createCloudflareApi(props);
    const { name, release } = props;
    const script = { name, app: this.scope.appName };
    if (this.phase === "delete") {
      await deleteScript(api, script);
      return this.destroy();
    }

    refuseUnversioned(id, props);
    if (this.phase === "update" && this.output.name !== name) {
      throw new Error(
        `Worker("${id}") is named ${this.output.name} here; a release cannot rename it to ${name}.`,
      );
    }
    const owner = await ownerOf(api, script);
    if (owner === "stranger") {
      throw new Error(`A Worker named ${name} is in this account already and is not the kit's.`);
    }
    const objects = durableObjectsOf(props);
    if (owner === "nobody") {
      await placePlaceholder(api, script, { compatibilityDate: compatibilityDateOf(props), objects });
    }
    const version = (await versionTagged(api, name, release)) ?? (await upload(api, props));
    if (props.url === false) return { name, release, version, url: undefined };
    await openOnWorkersDev(api, name, props.previewSubdomains ?? objects.length === 0);
    return { name, release, version, url: await createWorkerUrl(api, name) };
  },
);

async function upload(api: CloudflareApi, props: VersionProps): Promise<string> {
  const { name, release, entrypoint: _, script: __, ...settings } = props;
  const { id } = await putWorker(api, {
    ...settings,
    workerName: name,
    version: release,
    scriptBundle: await bundleOf(props),
    compatibilityDate: compatibilityDateOf(props),
    compatibilityFlags: compatibilityFlagsOf(props),
    ...(await assetsOf(api, props)),
  });
  return id;
}

async function bundleOf({
  cwd,
  entrypoint,
  script,
}: VersionProps): Promise<Parameters<typeof putWorker>[1]["scriptBundle"]> {
  if (entrypoint !== undefined) return builtWorker(cwd ?? process.cwd(), entrypoint);
  return { entrypoint: "worker.js", modules: [{ path: "worker.js", type: "esm", content: script }] };
}

/** Uploads what the Worker's assets binding names, to go with the version. */
async function assetsOf(api: CloudflareApi, props: VersionProps) {
  const folder = assetsFolderOf(props.bindings);
  if (folder === undefined) return {};
  const [release = props.release] = props.release.split("@");
  const [completionToken, rules] = await Promise.all([
    Assets.read(folder).then((files) => uploadAssets(api, props.name, files)),
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

function durableObjectsOf({ name, bindings }: VersionProps): DurableObject[] {
  return Object.entries(bindings ?? {}).flatMap(([binding, it]) => {
    if (!isDurableObjectNamespace(it) || (it.scriptName !== undefined && it.scriptName !== name)) return [];
    return [{ binding, id: it.id, className: it.className, sqlite: it.sqlite === true }];
  });
}

function compatibilityDateOf(props: VersionProps): string {
  return props.compatibilityDate ?? DEFAULT_COMPATIBILITY_DATE;
}

/** alchemy's preset "node" stands for two flags. */
function compatibilityFlagsOf({ compatibility, compatibilityFlags = [] }: VersionProps): string[] {
  const preset = compatibility === "node" ? ["nodejs_compat", "nodejs_compat_populate_process_env"] : [];
  return [...new Set([...preset, ...compatibilityFlags])];
}

/**
 * What is no part of a version takes effect at once, before any gate has passed; applying it after the
 * shift is not built yet.
 */
function refuseUnversioned(id: string, props: VersionProps): void {
  const unversioned = (["crons", "routes", "domains", "eventSources", "namespace"] as const).filter(
    (prop) => props[prop] !== undefined,
  );
  if (unversioned.length === 0) return;
  throw new Error(
    `Worker("${id}") has ${unversioned.join(" and ")}, which are no part of a Cloudflare version; ` +
      "this version of the kit cannot release them. Leave them out of alchemy.run.ts.",
  );
}
