import { z } from "zod";
import type { ProfileName } from "../../config/index.ts";
import { type UploadedValues, uploadedValues } from "../../core/variables.ts";
import type { Release } from "../../ledger/state.ts";
import { releaseTag } from "../../names/identity.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { decryptSecret } from "./alchemy-secret.ts";

/** How the releases of one profile were uploaded, by tag, each entry encrypted; the infrastructure program writes it. */
const document = z.record(z.string(), z.unknown());
export type UploadRecord = z.infer<typeof document>;

const upload = z.object({ values: uploadedValues.optional() });

/** What is recorded of the values that a release was uploaded with. */
export type Recorded =
  | { kind: "recorded"; values: UploadedValues }
  /** By an older kit, or not at all. */
  | { kind: "not recorded" }
  /** The password is not the one that it was encrypted with. */
  | { kind: "unreadable" };

/** Reads the record of a profile's uploads; `undefined` where there is none. @throws PlatformError, or Error where it is damaged */
export async function readUploadRecord(
  delivery: Pick<Delivery, "app" | "account">,
  profile: ProfileName,
): Promise<UploadRecord | undefined> {
  const key = `${delivery.app.name}/${profile}/${workerOf(delivery, profile)}.json`;
  const text = await delivery.account.uploads.read(key);
  if (text === undefined) return undefined;
  try {
    return document.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`In the bucket kit-state, ${key} is not as the kit wrote it. Delete that object.`, {
      cause,
    });
  }
}

/** The values that a release was uploaded with, as one profile's record has them. */
export async function recordedValues(
  record: UploadRecord | undefined,
  { name, digest }: Release,
  password: string,
): Promise<Recorded> {
  const entry = record?.[releaseTag(name, digest)];
  if (entry === undefined) return { kind: "not recorded" };
  const text = await decryptSecret(entry, password);
  if (text === undefined) return { kind: "unreadable" };
  const { values } = upload.parse(JSON.parse(text));
  return values ? { kind: "recorded", values } : { kind: "not recorded" };
}
