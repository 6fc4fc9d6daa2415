import { type Context, Resource } from "alchemy";
import { createCloudflareApi, createWorkerUrl, isDurableObjectNamespace } from "alchemy/cloudflare";
import { KeptUploads } from "./kept-uploads.ts";
import { type DurableObject, placePlaceholder } from "./placeholder.ts";
import { deleteScript, openOnWorkersDev, ownerOf } from "./script.ts";
import { StateBucket } from "./state-bucket.ts";
import { compatibilityDateOf, type VersionProps } from "./upload.ts";
import { uploadBoth } from "./upload-both.ts";

/** One release, uploaded to one Worker. */
export type Version = { name: string; release: string; version: string; url: string | undefined };

/**
 * Uploads a release to its Worker as one version, once: it asks first, so that running it again uploads
 * nothing. Where another release serves, that gets a companion. It never moves traffic, which is the runner's
 * alone to do.
 */
export const Version = Resource(
  "kit::Version",
  // Whether the version is there is the platform's to say, not the state's.
  { alwaysUpdate: true },
  async function (this: Context<Version>, id: string, props: VersionProps): Promise<Version> {
    const api = await createCloudflareApi(props);
    const { name, release } = props;
    const script = { name, app: this.scope.appName };
    const kept = new KeptUploads(new StateBucket(api), this.scope, name);
    if (this.phase === "delete") {
      await deleteScript(api, script);
      await kept.remove();
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
    const version = await uploadBoth({ api, name, kept }, props);
    if (props.url === false) return { name, release, version, url: undefined };
    await openOnWorkersDev(api, name, props.previewSubdomains ?? objects.length === 0);
    return { name, release, version, url: await createWorkerUrl(api, name) };
  },
);

function durableObjectsOf({ name, bindings }: VersionProps): DurableObject[] {
  return Object.entries(bindings ?? {}).flatMap(([binding, it]) => {
    if (!isDurableObjectNamespace(it) || (it.scriptName !== undefined && it.scriptName !== name)) return [];
    return [{ binding, id: it.id, className: it.className, sqlite: it.sqlite === true }];
  });
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
