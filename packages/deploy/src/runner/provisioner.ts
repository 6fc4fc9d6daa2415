import { rm } from "node:fs/promises";
import type { ProfileName } from "../config/index.ts";
import type { AskedDatabase } from "../core/asked-database.ts";
import type { Destruction } from "../core/destruction.ts";
import type { Fault } from "../core/run-event.ts";
import type { Triggers } from "../core/triggers.ts";
import { type Digest, type ReleaseName, type RunId, releaseTag } from "../names/identity.ts";
import type { ArtifactStore } from "../platform/port.ts";
import { unpackArtifact } from "./artifact.ts";
import type { DatabaseGuard } from "./databases/guard.ts";
import { type ProgramWorld, runProgram, type ServingFolder } from "./infrastructure-program.ts";
import type { App } from "./load-app.ts";
import { messageOf } from "./refusal.ts";
import { artifactReads } from "./variables/artifact-reads.ts";
import { digestValues } from "./variables/digests.ts";

/** A release, and the name of its bytes. */
export interface ReleaseBytes {
  release: ReleaseName;
  digest: Digest;
}

/** A release at the profile that it is made ready for. */
export interface Placement extends ReleaseBytes {
  profile: ProfileName;
  /** The run that asks for it; none in a restore, and where a profile is taken down. */
  id?: RunId;
  /** A person took the risk that its migrations break what is there. */
  allowBreakingMigration?: boolean | undefined;
}

/** Makes and takes down what a profile consists of, from an artifact and nothing else. Moves no traffic. */
export interface Provisioner {
  /**
   * Makes the profile's resources and uploads the release's version, once, however often it is called.
   * @param again it may have been done in part already: what lies about is then ours, and taken over
   * @param serving the release that serves there. It gets a companion: itself once more with the hashed assets
   *   of the new one, which in turn has its
   * @returns the triggers that the release declares
   * @throws ProvisionFailed
   */
  provision(placement: Placement, again: boolean, serving?: ReleaseBytes): Promise<Triggers>;
  /**
   * Deletes all that alchemy's state has of the profile, by whichever release it was made.
   * @returns what is still there
   * @throws ProvisionFailed when the program did not come to it: nothing is known of what is there
   */
  destroy(placement: Placement): Promise<Destruction>;
}

/** The profile could not be made ready. */
export class ProvisionFailed extends Error {
  override readonly name = "ProvisionFailed";
  readonly fault: Fault;
  /** Trying again may help: the platform, or the way to it, was at fault. */
  readonly passing: boolean;
  /** Milliseconds that the platform asks to be left alone, where it is known. */
  readonly retryAfter: number | undefined;

  constructor(fault: Fault, options: { passing?: boolean; retryAfter?: number | undefined } = {}) {
    super(fault.reason);
    this.fault = fault;
    this.passing = options.passing ?? false;
    this.retryAfter = options.retryAfter;
  }
}

/** Provisions by running the artifact's own alchemy program, unpacked. */
export class ArtifactProvisioner implements Provisioner {
  readonly #app: App;
  readonly #artifacts: ArtifactStore;
  readonly #world: () => ProgramWorld;
  readonly #guard: DatabaseGuard;

  /** @param world asked for only when a program is to run: it may lack a password that nobody needs */
  constructor(app: App, artifacts: ArtifactStore, world: () => ProgramWorld, guard: DatabaseGuard) {
    this.#app = app;
    this.#artifacts = artifacts;
    this.#world = world;
    this.#guard = guard;
  }

  async provision(placement: Placement, again: boolean, serving?: ReleaseBytes): Promise<Triggers> {
    const [folder, beside] = await Promise.all([
      this.#unpack(placement.digest),
      serving && this.#unpackBeside(serving, placement),
    ]);
    try {
      return (await this.#run(folder, placement, again ? ["--adopt"] : [], beside)).triggers;
    } finally {
      if (beside) await rm(beside.folder, { recursive: true, force: true });
    }
  }

  async destroy(placement: Placement): Promise<Destruction> {
    const folder = await this.#unpack(placement.digest).catch((error: unknown) => {
      throw new ProvisionFailed({ kind: "errored", reason: messageOf(error) });
    });
    const { destroyed } = await this.#run(folder, placement, ["--destroy"]);
    if (destroyed) return destroyed;
    throw new ProvisionFailed({
      kind: "errored",
      reason: "the program ended before it had destroyed anything",
    });
  }

  /**
   * Finds the databases that a release would give SQL in a profile, by running its program with nothing done.
   * @returns those that it came to, and the folder of its artifact, unpacked. A program that cannot do without what
   *   it would make ends early: each database is asked for again before it is touched
   */
  async survey(placement: Placement, again: boolean): Promise<{ asked: AskedDatabase[]; home: string }> {
    const asked: AskedDatabase[] = [];
    const home = await this.#unpack(placement.digest);
    const release = releaseTag(placement.release, placement.digest);
    const args = ["--stage", placement.profile, ...(again ? ["--adopt"] : [])];
    await runProgram(home, args, this.#world(), {
      release,
      databases: {
        kind: "survey",
        about: async (database) => {
          asked.push(database);
        },
      },
    });
    return { asked, home };
  }

  async #unpack(digest: Digest, beside?: Digest): Promise<string> {
    return unpackArtifact(this.#app, digest, await this.#artifacts.get(digest), beside);
  }

  async #unpackBeside({ release, digest }: ReleaseBytes, other: ReleaseBytes): Promise<ServingFolder> {
    return { release: releaseTag(release, digest), folder: await this.#unpack(digest, other.digest) };
  }

  async #run(folder: string, placement: Placement, args: readonly string[], serving?: ServingFolder) {
    const { profile, release, digest } = placement;
    const world = this.#world();
    const reads = await artifactReads(folder);
    const values = reads && digestValues(reads, world.env, world.password, { app: this.#app.name, profile });
    const about = (asked: AskedDatabase) => this.#guard.admit(placement, asked, folder);
    const ended = await runProgram(folder, ["--stage", profile, ...args], world, {
      release: releaseTag(release, digest),
      serving,
      databases: { kind: "ask", about },
      values,
    });
    if (ended.kind === "failed") throw new ProvisionFailed(ended.fault, ended);
    return ended;
  }
}
