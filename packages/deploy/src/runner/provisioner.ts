import type { ProfileName } from "../config/index.ts";
import { type Digest, type ReleaseName, releaseTag } from "../core/identity.ts";
import type { Fault } from "../core/run-event.ts";
import type { ArtifactStore } from "../platform/port.ts";
import { unpackArtifact } from "./artifact.ts";
import { type ProgramWorld, runProgram } from "./infrastructure-program.ts";
import type { App } from "./load-app.ts";

/** A release at the profile that it is made ready for. */
export interface Placement {
  profile: ProfileName;
  release: ReleaseName;
  digest: Digest;
}

/** Makes and takes down what a profile consists of, from an artifact and nothing else. Moves no traffic. */
export interface Provisioner {
  /**
   * Makes the profile's resources and uploads the release's version, once, however often it is called.
   * @param again it may have been done in part already: what lies about is then ours, and taken over
   * @throws ProvisionFailed
   */
  provision(placement: Placement, again: boolean): Promise<void>;
  /** @throws ProvisionFailed */
  destroy(placement: Placement): Promise<void>;
}

/** The profile could not be made ready. */
export class ProvisionFailed extends Error {
  override readonly name = "ProvisionFailed";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/** Provisions by running the artifact's own alchemy program, unpacked. */
export class ArtifactProvisioner implements Provisioner {
  readonly #app: App;
  readonly #artifacts: ArtifactStore;
  readonly #world: () => ProgramWorld;

  /** @param world asked for only when a program is to run: it may lack a password that nobody needs */
  constructor(app: App, artifacts: ArtifactStore, world: () => ProgramWorld) {
    this.#app = app;
    this.#artifacts = artifacts;
    this.#world = world;
  }

  provision(placement: Placement, again: boolean): Promise<void> {
    return this.#run(placement, again ? ["--adopt"] : []);
  }

  destroy(placement: Placement): Promise<void> {
    return this.#run(placement, ["--destroy"]);
  }

  async #run({ profile, release, digest }: Placement, args: readonly string[]): Promise<void> {
    const folder = await unpackArtifact(this.#app, digest, await this.#artifacts.get(digest));
    const tag = releaseTag(release, digest);
    const ended = await runProgram(folder, ["--stage", profile, ...args], this.#world(), tag);
    if (ended.kind === "failed") throw new ProvisionFailed(ended.fault);
  }
}
