import type { ProfileName } from "../../config/index.ts";
import { type UploadedValues, type ValueChange, valueChanges } from "../../core/variables.ts";
import { retrying } from "../../engine/retrying.ts";
import type { Release } from "../../ledger/state.ts";
import { Refusal } from "../../names/user-error.ts";
import { alchemyPassword } from "../../platform/cloudflare/password.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { digestValues } from "../../workspace/variables/digests.ts";
import { type Recorded, readUploadRecord, recordedValues, type UploadRecord } from "./upload-record.ts";

/** How the values of the environment compare with those that a release was uploaded with. */
export type Compared =
  | { kind: "same"; unnamed: readonly string[] }
  | { kind: "differ"; changes: ValueChange[] }
  | Exclude<Recorded, { kind: "recorded" }>
  | { kind: "no password" };

/**
 * Compares the environment with the values that a release was uploaded to a profile with. A variable that is not set
 * here is no difference: who lacks a secret can still deploy, and the running version keeps its value.
 * @throws PlatformError when the record cannot be fetched
 */
export async function compareWithEnvironment(
  delivery: Delivery,
  profile: ProfileName,
  release: Release,
): Promise<Compared> {
  const password = passwordAtHand(delivery);
  if (password === undefined) return { kind: "no password" };
  const record = await retrying(delivery, () => readUploadRecord(delivery, profile));
  const recorded = await recordedValues(record, release, password);
  if (recorded.kind !== "recorded") return recorded;
  const { digests, unnamed } = recorded.values;
  const place = { app: delivery.app.name, profile };
  const now = digestValues({ names: Object.keys(digests), unnamed }, delivery.env, password, place);
  const changes = changesToUpload(recorded.values, now);
  return changes.length > 0 ? { kind: "differ", changes } : { kind: "same", unnamed };
}

/** Differences that an upload would bring; what is not set now keeps the value it has. */
function changesToUpload(uploaded: UploadedValues, now: UploadedValues): ValueChange[] {
  return valueChanges(uploaded, now).filter(({ kind }) => kind !== "removed");
}

/**
 * Compares the values that two releases were uploaded to a profile with. It fails for nothing, and asks for nothing
 * that a rollback would have to wait for.
 * @param record being read meanwhile
 * @returns the names; `undefined` where they cannot be compared
 */
export async function compareReleases(
  delivery: Delivery,
  record: Promise<UploadRecord | undefined>,
  { from, to }: { from: Release; to: Release },
): Promise<string[] | undefined> {
  try {
    const password = passwordAtHand(delivery);
    if (password === undefined) return undefined;
    const read = await record;
    // One after the other: to derive a key takes a whole core, and the rollback that goes on meanwhile needs one.
    const before = await recordedValues(read, from, password);
    const after = await recordedValues(read, to, password);
    if (before.kind !== "recorded" || after.kind !== "recorded") return undefined;
    return valueChanges(before.values, after.values).map(({ name }) => name);
  } catch {
    return undefined;
  }
}

function passwordAtHand({ workspace, target, env }: Delivery): string | undefined {
  try {
    return alchemyPassword(workspace, target, env);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
