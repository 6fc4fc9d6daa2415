import type { AppName } from "../config/index.ts";
import type { Split } from "../core/traffic.ts";
import { noTriggers, type TriggerChange, type Triggers, withTriggers } from "../core/triggers.ts";
import { type VersionId, versionId } from "../names/identity.ts";
import { PlatformError } from "../platform/platform-error.ts";
import type { Deployment, Platform, Script, Version } from "../platform/port.ts";

export const placeholderTag = "kit-placeholder";

/** A Worker as the platform keeps it. */
export interface SimulatedScript {
  /** The app that made it; null for a stranger's. */
  owner: AppName | null;
  /** Newest first, as `deployments`. */
  versions: Version[];
  deployments: Deployment[];
  triggers: Triggers;
}

/** Cloudflare's Workers in memory, as far as the port tells of them. The contract suite holds it to that. */
export class SimulatedPlatform implements Platform {
  readonly scripts: Map<string, SimulatedScript>;
  #made: number;

  constructor(from?: SimulatedPlatform) {
    this.#made = from ? from.#made : 0;
    this.scripts = new Map(
      [...(from?.scripts ?? [])].map(([worker, script]) => [
        worker,
        { ...script, versions: [...script.versions], deployments: [...script.deployments] },
      ]),
    );
  }

  async script(worker: string, app: AppName): Promise<Script> {
    const script = this.scripts.get(worker);
    if (!script) return { kind: "absent" };
    return { kind: script.owner === app ? "ours" : "foreign" };
  }

  async versions(worker: string): Promise<Version[]> {
    return [...this.#find(worker).versions];
  }

  async deployment(worker: string): Promise<Deployment | undefined> {
    return this.scripts.get(worker)?.deployments[0];
  }

  async traffic(worker: string): Promise<Split> {
    return this.live(worker);
  }

  async shift(worker: string, split: Split, message: string): Promise<void> {
    const script = this.#find(worker);
    const total = split.reduce((sum, { percentage }) => sum + percentage, 0);
    if (total !== 100) throw new PlatformError(`a split of ${worker} makes ${total} %`);
    for (const { version } of split) {
      if (!script.versions.some(({ id }) => id === version)) {
        throw new PlatformError(`${worker} has no version ${version}`, { codes: [10007] });
      }
    }
    script.deployments.unshift({ split, message });
  }

  async apply(worker: string, { before, after }: TriggerChange): Promise<void> {
    const script = this.#find(worker);
    const { crons, workflows, ...others } = script.triggers;
    const stays = crons.filter((cron) => !before.crons.includes(cron));
    script.triggers = withTriggers({ ...others, workflows, crons: stays }, after);
  }

  async withdraw(worker: string, triggers: Triggers): Promise<void> {
    if (!this.scripts.has(worker)) return;
    await this.apply(worker, { before: triggers, after: noTriggers });
    this.#find(worker).triggers.workflows = [];
  }

  async url(worker: string): Promise<URL> {
    return new URL(`http://${worker}.localhost`);
  }

  live(worker: string): Split {
    return this.scripts.get(worker)?.deployments[0]?.split ?? [];
  }

  /** A script that answers 503 until something is released to it. */
  placePlaceholder(worker: string, owner: AppName | null): void {
    const version = this.#newVersion(placeholderTag);
    this.scripts.set(worker, {
      owner,
      versions: [version],
      deployments: [{ split: [{ version: version.id, percentage: 100 }], message: "" }],
      triggers: noTriggers,
    });
  }

  upload(worker: string, tag: string, message: string | null = null): VersionId {
    const version = this.#newVersion(tag, message);
    this.#find(worker).versions.unshift(version);
    return version.id;
  }

  tagOf(worker: string, version: VersionId): string | null {
    return this.scripts.get(worker)?.versions.find(({ id }) => id === version)?.tag ?? null;
  }

  #newVersion(tag: string, message: string | null = null): Version {
    this.#made += 1;
    return { id: versionId.parse(`version-${this.#made}`), tag, message };
  }

  #find(worker: string): SimulatedScript {
    const script = this.scripts.get(worker);
    if (script) return script;
    throw new PlatformError(`there is no Worker ${worker}`, { codes: [10007] });
  }
}
