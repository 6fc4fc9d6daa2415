import type { ProfileName } from "../../config/index.ts";
import type { Destruction } from "../../core/destruction.ts";
import type { Triggers } from "../../core/triggers.ts";
import type { Digest, ReleaseName, RunId } from "../../names/identity.ts";

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
