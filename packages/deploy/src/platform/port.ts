import type { Split } from "../core/traffic.ts";
import type { TriggerChange, Triggers } from "../core/triggers.ts";
import type { Head } from "../ledger/chain.ts";
import type { Digest, VersionId } from "../names/identity.ts";
import type { AppName, ProfileName } from "../names/name.ts";

/** What stands on the platform under a Worker's name. */
export type Script = { kind: "absent" } | { kind: "foreign" } | { kind: "ours" };

/** A version uploaded to a Worker, with the tag that it carries and the message that it was uploaded with. */
export interface Version {
  id: VersionId;
  tag: string | null;
  message?: string | null;
  /** What made it: `upload`, `secret`, … */
  trigger?: string | null;
}

/** One setting of a Worker's traffic, and the message that it was made with. */
export interface Deployment {
  split: Split;
  message: string;
}

/** Where releases run. Every question can be asked again; every change can be repeated without harm. */
export interface Platform {
  /** Whose the script of that name is; another app's is foreign. */
  script(worker: string, app: AppName): Promise<Script>;
  /** Those that can still be deployed, newest first. */
  versions(worker: string): Promise<Version[]>;
  /** What is live; `undefined` when nothing is deployed. */
  deployment(worker: string): Promise<Deployment | undefined>;
  /** The live split; empty when nothing is deployed. */
  traffic(worker: string): Promise<Split>;
  /** @param message at most 1,000 characters, kept with the deployment */
  shift(worker: string, split: Split, message: string): Promise<void>;
  /**
   * Makes a Worker's triggers what they are to be. Of those that may have been there before, the ones that are
   * no longer wanted go, but for Workflows; triggers of other hands stay.
   * @throws PlatformError when one leads elsewhere and is not to be taken over
   */
  apply(worker: string, change: TriggerChange): Promise<void>;
  /** Takes a Worker's triggers away, Workflows and their instances too; no matter whether they are there. */
  withdraw(worker: string, triggers: Triggers): Promise<void>;
  /** The address visitors of a Worker use. */
  url(worker: string): Promise<URL>;
}

/** Looks for what brings work to a Worker. */
export interface TriggerReader {
  /** Which of these do not lead to the Worker. */
  missing(worker: string, wanted: Triggers): Promise<Triggers>;
}

/** What of the ledger is written down outside it, so that a ledger cut short is noticed. */
export interface Anchors {
  /** The heads that are written down on a Worker: when its live deployment was made, and last of all. */
  anchors(worker: string): Promise<Head[]>;
  /** Writes a head down on a Worker, in place of the last. No matter whether the Worker is there. */
  keepAnchor(worker: string, head: Head): Promise<void>;
}

/** What a version's code reaches by a name. */
export interface Binding {
  name: string;
  type: string;
  /** Whatever else the platform says of it: which database, which bucket. No secret has its value here. */
  settings: Record<string, unknown>;
}

/** What uploaded versions consist of. */
export interface VersionReader {
  bindings(worker: string, version: VersionId): Promise<Binding[]>;
  /** The last migration of its Worker's Durable Object classes when it was uploaded; `null` for none. */
  migrationTag(worker: string, version: VersionId): Promise<string | null>;
  /** Whether what a binding leads to is still there; `undefined` for a kind that is not asked about. */
  stands(binding: Binding): Promise<boolean | undefined>;
}

/** What alchemy's state has of each profile. */
export interface StageStates {
  /** The resources of a profile, by alchemy's kinds and their names; those that were only begun too. */
  resources(app: AppName, profile: ProfileName): Promise<{ kind: string; name: string }[]>;
}

/** Where artifacts are kept, by digest. */
export interface ArtifactStore {
  has(digest: Digest): Promise<boolean>;
  put(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** @throws when there is none, or when its bytes no longer have that digest */
  get(digest: Digest): Promise<Uint8Array>;
  /** Every artifact there is, and when it was put there. */
  list(): Promise<{ digest: Digest; at: Date }[]>;
  /** No matter whether it is there. */
  delete(digest: Digest): Promise<void>;
  /** Keeps a provenance statement beside the artifacts, under the digest of its own bytes. It is never deleted. */
  putProvenance(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** @throws when there is none, or when its bytes no longer have that digest */
  getProvenance(digest: Digest): Promise<Uint8Array>;
}
