import { type Context, Resource } from "alchemy";
import { createCloudflareApi, createWorkerUrl } from "alchemy/cloudflare";
import { addingClasses, durableObjectsOf, refuseRename } from "./durable-objects.ts";
import { KeptUploads } from "./kept-uploads.ts";
import { placePlaceholder } from "./placeholder.ts";
import { deleteScript, openOnWorkersDev, ownerOf } from "./script.ts";
import { StateBucket } from "./state-bucket.ts";
import { tellTriggers, triggersOf } from "./triggers.ts";
import { compatibilityDateOf, type VersionProps } from "./upload.ts";
import { uploadBoth } from "./upload-both.ts";

/** One release, uploaded to one Worker. */
export type Version = { name: string; release: string; version: string; url: string | undefined };

/**
 * Uploads a release to its Worker as one version, once: it asks first, so that running it again uploads
 * nothing, unless a variable that the program reads has another value by now. Where another release serves, that gets a companion. It never moves traffic, which is the runner's
 * alone to do.
 */
export const Version = Resource(
  "kit::Version",
  // Whether the version is there is the platform's to say, not the state's.
  { alwaysUpdate: true },
  async function (this: Context<Version, VersionProps>, id: string, props: VersionProps): Promise<Version> {
    const api = await createCloudflareApi(props);
    const { name, release } = props;
    const script = { name, app: this.scope.appName };
    const kept = new KeptUploads(new StateBucket(api), this.scope, name);
    if (this.phase === "delete") {
      await deleteScript(api, script);
      await kept.remove();
      return this.destroy();
    }

    refuseNamespace(id, props);
    if (this.phase === "update" && this.output.name !== name) {
      throw new Error(
        `Worker("${id}") is named ${this.output.name} here; a release cannot rename it to ${name}.`,
      );
    }
    if (this.phase === "update") refuseRename(this.props, props);
    const owner = await ownerOf(api, script);
    if (owner === "stranger") {
      throw new Error(`A Worker named ${name} is in this account already and is not the kit's.`);
    }
    const objects = durableObjectsOf(props);
    if (owner === "nobody") {
      const migrations = addingClasses("alchemy:v1", objects);
      await placePlaceholder(api, script, {
        compatibilityDate: compatibilityDateOf(props),
        objects,
        migrations,
      });
    }
    const version = await uploadBoth({ api, name, kept }, script, props);
    await tellTriggers(process.env, triggersOf(props));
    if (props.url === false) return { name, release, version, url: undefined };
    await openOnWorkersDev(api, name, props.previewSubdomains ?? objects.length === 0);
    return { name, release, version, url: await createWorkerUrl(api, name) };
  },
);

function refuseNamespace(id: string, { namespace }: VersionProps): void {
  if (namespace === undefined) return;
  throw new Error(
    `Worker("${id}") has a namespace; a Worker for Platforms has no traffic to divide, so the kit cannot release it.`,
  );
}
