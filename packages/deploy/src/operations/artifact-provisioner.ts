import { rm } from "node:fs/promises";
import type { DatabaseGuard } from "../backup/database-guard.ts";
import type { Destruction } from "../core/destruction.ts";
import type { Triggers } from "../core/triggers.ts";
import type { ArtifactStore } from "../engine/ports/platform.ts";
import type { Placement, Provisioner, ReleaseBytes } from "../engine/ports/provisioner.ts";
import { ProvisionFailed } from "../engine/provision-failed.ts";
import type { AskedDatabase } from "../migrations/asked-database.ts";
import { type Digest, releaseTag } from "../names/identity.ts";
import { messageOf } from "../names/user-error.ts";
import {
  type ProgramWorld,
  runProgram,
  type ServingFolder,
} from "../platform/cloudflare/program/infrastructure-program.ts";
import { unpackArtifact } from "../workspace/artifact/artifact.ts";
import type { App } from "../workspace/load-app.ts";
import { artifactReads } from "../workspace/variables/artifact-reads.ts";
import { digestValues } from "../workspace/variables/digests.ts";

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
