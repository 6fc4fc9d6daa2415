import { z } from "zod";
import type { Split } from "../../core/traffic.ts";
import type { TriggerChange, Triggers } from "../../core/triggers.ts";
import { parseAnchor, writeAnchor } from "../../ledger/anchor.ts";
import type { Head } from "../../ledger/chain.ts";
import { ownerTag, versionId } from "../../names/identity.ts";
import type { AppName } from "../../names/name.ts";
import type { Anchors, Deployment, Platform, Script, TriggerReader, Version } from "../port.ts";
import type { Target } from "../target.ts";
import { asking, askingFor } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";
import { applyTriggers, missingTriggers, withdrawTriggers } from "./triggers/apply.ts";

const annotations = z.object({
  "workers/tag": z.string().optional(),
  "workers/message": z.string().optional(),
  "workers/triggered_by": z.string().optional(),
});
const versionList = z.object({
  result: z.object({
    items: z.array(z.object({ id: versionId, annotations: annotations.optional() })),
  }),
});

/** Newest first, so the first is what is live. The SDK's type for this answer lacks the list itself. */
const deploymentList = z.object({
  result: z.object({
    deployments: z.array(
      z.object({
        versions: z.array(z.object({ version_id: versionId, percentage: z.number() })),
        annotations: annotations.optional(),
      }),
    ),
  }),
});

/** Workers, their versions and deployments, through Cloudflare's API. */
export class CloudflareWorkers implements Platform, Anchors, TriggerReader {
  readonly #client: CloudflareClient;
  readonly #target: Target;
  #subdomain: Promise<string> | undefined;

  constructor(client: CloudflareClient, target: Target) {
    this.#client = client;
    this.#target = target;
  }

  async script(worker: string, app: AppName): Promise<Script> {
    const settings = await this.#settings(worker);
    if (!settings) return { kind: "absent" };
    return settings.tags?.includes(ownerTag(app)) ? { kind: "ours" } : { kind: "foreign" };
  }

  async versions(worker: string): Promise<Version[]> {
    const path = `/accounts/${this.#target.accountId}/workers/scripts/${worker}/versions`;
    const answer = await asking(`list the versions of ${worker}`, () =>
      this.#client.get(path, { query: { deployable: true } }),
    );
    const { items } = versionList.parse(answer).result;
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
    const path = `/accounts/${this.#target.accountId}/workers/scripts/${worker}/deployments`;
    const answer = await askingFor(`read the traffic of ${worker}`, () => this.#client.get(path));
    const live = answer === undefined ? undefined : deploymentList.parse(answer).result.deployments[0];
    if (!live) return undefined;
    return {
      split: live.versions.map(({ version_id, percentage }) => ({ version: version_id, percentage })),
      message: live.annotations?.["workers/message"] ?? "",
    };
  }

  async shift(worker: string, split: Split, message: string): Promise<void> {
    await asking(`shift the traffic of ${worker}`, () =>
      this.#client.workers.scripts.deployments.create(worker, {
        ...this.#account,
        strategy: "percentage",
        versions: split.map(({ version, percentage }) => ({ version_id: version, percentage })),
        annotations: { "workers/message": message },
      }),
    );
  }

  apply(worker: string, change: TriggerChange): Promise<void> {
    return applyTriggers({ client: this.#client, target: this.#target }, worker, change);
  }

  withdraw(worker: string, triggers: Triggers): Promise<void> {
    return withdrawTriggers({ client: this.#client, target: this.#target }, worker, triggers);
  }

  missing(worker: string, wanted: Triggers): Promise<Triggers> {
    return missingTriggers({ client: this.#client, target: this.#target }, worker, wanted);
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
    await asking(`tag the Worker ${worker}`, () =>
      this.#client.workers.scripts.settings.edit(worker, {
        ...this.#account,
        tags: [...others, writeAnchor(head)],
      }),
    );
  }

  #settings(worker: string) {
    return askingFor(`look up the Worker ${worker}`, () =>
      this.#client.workers.scripts.settings.get(worker, this.#account),
    );
  }

  async url(worker: string): Promise<URL> {
    const { workers } = this.#target;
    if (workers.kind === "local") {
      const url = new URL(workers.url);
      url.hostname = `${worker}.${url.hostname}`;
      return url;
    }
    this.#subdomain ??= asking("tell the account's workers.dev subdomain", async () => {
      const { subdomain } = await this.#client.workers.subdomains.get(this.#account);
      return subdomain;
    });
    return new URL(`https://${worker}.${await this.#subdomain}.workers.dev`);
  }

  get #account() {
    return { account_id: this.#target.accountId };
  }
}
