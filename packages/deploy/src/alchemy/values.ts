import { type UploadedValues, uploadedValues, valueChanges } from "../core/variables.ts";
import { fromRunner } from "./from-runner.ts";
import type { Upload } from "./kept-uploads.ts";

/**
 * The digested values that the program of this process reads, as the runner says in `KIT_VALUES`; undefined for an
 * artifact that does not name what its program reads.
 * @throws Error when it is something else
 */
export function valuesOf(env: NodeJS.ProcessEnv): UploadedValues | undefined {
  return fromRunner(env, "KIT_VALUES", uploadedValues);
}

/**
 * Whether an upload had other values than this process has, so that its version is not the one that is wanted. What
 * is not set now is no difference, nor what nobody recorded.
 */
export function hasOtherValues(kept: Upload | undefined, now: UploadedValues): boolean {
  if (!kept?.values) return false;
  return kept.unfinished === true || valueChanges(kept.values, now).some(({ kind }) => kind !== "removed");
}
