import { z } from "zod";

/** What of the environment a program reads. */
export const environmentReads = z.object({
  /** Names of variables, sorted. */
  names: z.array(z.string()),
  /** Source files that read by names that are not written there, so that `names` may lack some. */
  unnamed: z.array(z.string()),
});
export type EnvironmentReads = z.infer<typeof environmentReads>;

/** The values that a version was uploaded with, as far as they can be told without giving them away. */
export const uploadedValues = z.object({
  /** A keyed digest of each variable that the program reads; `null` for one that was not set. */
  digests: z.record(z.string(), z.string().nullable()),
  unnamed: z.array(z.string()),
});
export type UploadedValues = z.infer<typeof uploadedValues>;

/** A variable that two sets of values differ in. */
export interface ValueChange {
  name: string;
  /** `added`: set only in the later; `removed`: set only in the earlier; `changed`: set to another value. */
  kind: "added" | "removed" | "changed";
}

/**
 * The variables in which two sets of values differ, by name. One that only one of the two programs reads is none.
 * Both must have been digested under one key.
 */
export function valueChanges(before: UploadedValues, after: UploadedValues): ValueChange[] {
  return Object.entries(before.digests)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, old]): ValueChange[] => {
      const fresh = Object.hasOwn(after.digests, name) ? after.digests[name] : undefined;
      if (fresh === undefined || fresh === old) return [];
      if (old === null) return [{ name, kind: "added" }];
      return [{ name, kind: fresh === null ? "removed" : "changed" }];
    });
}
