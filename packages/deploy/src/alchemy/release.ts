import { parseReleaseTag } from "../names/identity.ts";

/**
 * The tag of the release that this process is to provision and upload, `v12@sha256:…`, which the runner puts
 * in `KIT_RELEASE`; undefined where it is not the runner that started alchemy.
 * @throws Error when it is something else
 */
export function releaseOf(env: NodeJS.ProcessEnv): string | undefined {
  const tag = env.KIT_RELEASE;
  if (tag === undefined || tag === "") return undefined;
  if (parseReleaseTag(tag) === undefined) {
    throw new Error(
      `KIT_RELEASE is "${tag}", not a release such as v12@sha256:…; it is the kit's to set: unset it.`,
    );
  }
  return tag;
}
