import type { ProfileName } from "../config/index.ts";
import { workerName } from "../config/index.ts";
import { besideMessage } from "../core/beside.ts";
import type { Destruction } from "../core/destruction.ts";
import { noTriggers, type Triggers } from "../core/triggers.ts";
import { releaseTag } from "../names/identity.ts";
import { PlatformError } from "../platform/platform-error.ts";
import {
  type Placement,
  type Provisioner,
  ProvisionFailed,
  type ReleaseBytes,
} from "../runner/provisioner.ts";
import { app } from "./app.ts";
import { longerThanALease, type Process, type World } from "./world.ts";

/**
 * What a run of the artifact's alchemy program comes to: resources made and written into alchemy's state, a
 * script where there is none, one version with the release's tag. It can stop between any two of them.
 */
export class SimulatedProvisioner implements Provisioner {
  readonly #world: World;
  readonly #process: Process;

  constructor(world: World, process: Process) {
    this.#world = world;
    this.#process = process;
  }

  provision(placement: Placement, again: boolean, serving?: ReleaseBytes): Promise<Triggers> {
    return this.#world.during(() => this.#provision(placement, again, serving));
  }

  async #provision(placement: Placement, again: boolean, serving?: ReleaseBytes): Promise<Triggers> {
    const { profile } = placement;
    const { oracle } = this.#world;
    await this.#do("artifact", () => oracle.provisioning(this.#process, profile));
    try {
      await this.#resources(profile, again);
      await this.#script(workerName(app, profile));
      if (serving) await this.#version(profile, serving, placement);
      await this.#version(profile, placement, serving);
      return this.#world.candidates.get(tagOf(placement))?.triggers ?? noTriggers;
    } catch (error) {
      if (error instanceof PlatformError)
        throw new ProvisionFailed({ kind: "errored", reason: error.message }, error);
      throw error;
    }
  }

  /** The Worker goes first, and what it used with it; what is gone already is no error. */
  destroy(placement: Placement): Promise<Destruction> {
    return this.#world.during(() => this.#destroy(placement));
  }

  /** A resource that cannot be deleted is left, and deleted by a later try. */
  async #destroy({ profile }: Placement): Promise<Destruction> {
    const { faults, oracle, platform, random, resources } = this.#world;
    await this.#do("artifact", () => oracle.provisioning(this.#process, profile));
    await this.#do("placeholder", () => {
      platform.scripts.delete(workerName(app, profile));
    });
    await this.#do("resources", () => {
      if (faults.isOver || random.chance(0.8)) resources.delete(profile);
    });
    const reason = "the bucket you tried to delete is not empty";
    const left = resources.has(profile) ? [{ kind: "bucket", name: profile, id: null, reason }] : [];
    return { left, kept: [] };
  }

  /** alchemy refuses what is there and not in its state, unless it was told to adopt. */
  async #resources(profile: ProfileName, again: boolean): Promise<void> {
    const { resources } = this.#world;
    if (resources.get(profile) === "known") return;
    await this.#do("resources", () => {
      if (resources.get(profile) === "made" && !again)
        throw new ProvisionFailed({ kind: "errored", reason: `a database of ${profile} exists already` });
      resources.set(profile, "made");
    });
    await this.#world.spend(this.#world.random.pick([30_000, 120_000, longerThanALease]));
    resources.set(profile, "known");
  }

  async #script(worker: string): Promise<void> {
    const { platform } = this.#world;
    if (!platform.scripts.has(worker))
      await this.#do("placeholder", () => platform.placePlaceholder(worker, app));
  }

  /**
   * One version of a release, with the assets of the other beside its own where there is another. Who cannot
   * reach the ledger for long has lost the lease by now, and cannot know.
   */
  async #version(profile: ProfileName, release: ReleaseBytes, other?: ReleaseBytes): Promise<void> {
    const { faults, oracle, platform } = this.#world;
    const worker = workerName(app, profile);
    const tag = tagOf(release);
    const message = other ? besideMessage(tagOf(other)) : null;
    const versions = platform.scripts.get(worker)?.versions ?? [];
    if (versions.some((version) => version.tag === tag && (!other || version.message === message))) return;
    await this.#do("upload", () => {
      if (!faults.include("ledger append")) oracle.provisioning(this.#process, profile);
      platform.upload(worker, tag, message);
    });
  }

  #do(name: "artifact" | "resources" | "placeholder" | "upload", act: () => void): Promise<void> {
    return this.#world.effect(this.#process, name, async () => act());
  }
}

function tagOf({ release, digest }: ReleaseBytes): string {
  return releaseTag(release, digest);
}
