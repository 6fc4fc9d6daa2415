import { z } from "zod";
import type { Split } from "../../../core/traffic.ts";
import type { TriggerChange, Triggers } from "../../../core/triggers.ts";
import type {
  Anchors,
  Deployment,
  Platform,
  Script,
  TriggerReader,
  Version,
} from "../../../engine/ports/platform.ts";
import { parseAnchor, writeAnchor } from "../../../ledger/anchor.ts";
import type { Head } from "../../../ledger/chain.ts";
import { ownerTag, versionId } from "../../../names/identity.ts";
import type { AppName } from "../../../names/name.ts";
import type { CloudflareApi } from "../api/client.ts";
import { apiPath } from "../api/path.ts";
import type { Target } from "../api/target.ts";

const annotations = z.object({
  "workers/tag": z.string().optional(),
  "workers/message": z.string().optional(),
  "workers/triggered_by": z.string().optional(),
});
const versionListSchema = z.object({
  items: z.array(z.object({ id: versionId, annotations: annotations.optional() })),
});

/** Newest first, so the first is what is live. */
const deploymentListSchema = z.object({
  deployments: z.array(
    z.object({
      versions: z.array(z.object({ version_id: versionId, percentage: z.number() })),
      annotations: annotations.optional(),
    }),
  ),
});
const settingsSchema = z.object({ tags: z.array(z.string()).nullish() });
const subdomainSchema = z.object({ subdomain: z.string() });

/** Schemas of every kind of trigger, which most commands have nothing to do with. */
const loadTriggers = () => import("../triggers/apply.ts");

/** Workers, their versions and deployments, through Cloudflare's API. */
export class CloudflareWorkers implements Platform, Anchors, TriggerReader {
  readonly #api: CloudflareApi;
  readonly #target: Target;
  #subdomain: Promise<string> | undefined;

  constructor(api: CloudflareApi, target: Target) {
    this.#api = api;
    this.#target = target;
  }

  async script(worker: string, app: AppName): Promise<Script> {
    const settings = await this.#settings(worker);
    if (!settings) return { kind: "absent" };
    return settings.tags?.includes(ownerTag(app)) ? { kind: "ours" } : { kind: "foreign" };
  }

  async versions(worker: string): Promise<Version[]> {
    const { items } = await this.#api.result(
      {
        asked: `list the versions of ${worker}`,
        path: this.#script(worker, "versions"),
        query: { deployable: true },
      },
      versionListSchema,
    );
    return items.map(({ id, annotations: it }) => ({
      id,
      tag: it?.["workers/tag"] ?? null,
      message: it?.["workers/message"] ?? null,
      trigger: it?.["workers/triggered_by"] ?? null,
    }));
  }

  async traffic(worker: string): Promise<Split> {
    return (await this.deployment(worker))?.split ?? [];
  }

  async deployment(worker: string): Promise<Deployment | undefined> {
    const found = await this.#api.resultIfThere(
      { asked: `read the traffic of ${worker}`, path: this.#script(worker, "deployments") },
      deploymentListSchema,
    );
    const live = found?.deployments[0];
    if (!live) return undefined;
    return {
      split: live.versions.map(({ version_id, percentage }) => ({ version: version_id, percentage })),
      message: live.annotations?.["workers/message"] ?? "",
    };
  }

  async shift(worker: string, split: Split, message: string): Promise<void> {
    await this.#api.perform({
      asked: `shift the traffic of ${worker}`,
      method: "POST",
      path: this.#script(worker, "deployments"),
      body: {
        strategy: "percentage",
        versions: split.map(({ version, percentage }) => ({ version_id: version, percentage })),
        annotations: { "workers/message": message },
      },
    });
  }

  async apply(worker: string, change: TriggerChange): Promise<void> {
    const { applyTriggers } = await loadTriggers();
    return applyTriggers({ api: this.#api, target: this.#target }, worker, change);
  }

  async withdraw(worker: string, triggers: Triggers): Promise<void> {
    const { withdrawTriggers } = await loadTriggers();
    return withdrawTriggers({ api: this.#api, target: this.#target }, worker, triggers);
  }

  async missing(worker: string, wanted: Triggers): Promise<Triggers> {
    const { missingTriggers } = await loadTriggers();
    return missingTriggers({ api: this.#api, target: this.#target }, worker, wanted);
  }

  async anchors(worker: string): Promise<Head[]> {
    const [live, settings] = await Promise.all([this.deployment(worker), this.#settings(worker)]);
    const texts = [live?.message ?? "", ...(settings?.tags ?? [])];
    return texts.flatMap((text) => parseAnchor(text) ?? []);
  }

  /** In a tag of the script: tags are no part of a version, and written whenever somebody likes. */
  async keepAnchor(worker: string, head: Head): Promise<void> {
    const settings = await this.#settings(worker);
    if (!settings) return;
    const others = (settings.tags ?? []).filter((tag) => parseAnchor(tag) === undefined);
    await this.#api.perform({
      asked: `tag the Worker ${worker}`,
      method: "PATCH",
      path: this.#script(worker, "script-settings"),
      body: { tags: [...others, writeAnchor(head)] },
    });
  }

  #settings(worker: string) {
    const asked = `look up the Worker ${worker}`;
    return this.#api.resultIfThere({ asked, path: this.#script(worker, "script-settings") }, settingsSchema);
  }

  async url(worker: string): Promise<URL> {
    const { workers } = this.#target;
    if (workers.kind === "local") {
      const url = new URL(workers.url);
      url.hostname = `${worker}.${url.hostname}`;
      return url;
    }
    this.#subdomain ??= this.#subdomainOfAccount();
    return new URL(`https://${worker}.${await this.#subdomain}.workers.dev`);
  }

  async #subdomainOfAccount(): Promise<string> {
    const path = apiPath`/accounts/${this.#target.accountId}/workers/subdomain`;
    const call = { asked: "tell the account's workers.dev subdomain", path };
    return (await this.#api.result(call, subdomainSchema)).subdomain;
  }

  #script(worker: string, part: string): string {
    return apiPath`/accounts/${this.#target.accountId}/workers/scripts/${worker}/${part}`;
  }
}
