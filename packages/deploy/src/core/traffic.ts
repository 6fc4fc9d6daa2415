import { z } from "zod";
import { type VersionId, versionId } from "../names/identity.ts";

/** How one Worker's traffic is divided: one or two versions, together 100 %. */
export const split = z.array(z.object({ version: versionId, percentage: z.number().min(0).max(100) })).max(2);
export type Split = z.infer<typeof split>;

/** The version that has most of the traffic; `undefined` when nothing is deployed. */
export function mainVersion(traffic: Split): VersionId | undefined {
  return traffic.toSorted((a, b) => b.percentage - a.percentage)[0]?.version;
}

/**
 * The split that gives `candidate` its share and leaves the rest to what served before.
 * @param share of the candidate, 0 to 100
 */
export function splitWith(candidate: VersionId, share: number, before: Split): Split {
  const stable = mainVersion(before);
  if (share === 100 || stable === undefined || stable === candidate) {
    return [{ version: candidate, percentage: 100 }];
  }
  return [
    { version: stable, percentage: 100 - share },
    { version: candidate, percentage: share },
  ];
}

/** Whether two splits give every version the same share; a version at 0 % counts as present. */
export function sameSplit(a: Split, b: Split): boolean {
  return (
    a.length === b.length &&
    a.every((x) => b.some((y) => y.version === x.version && y.percentage === x.percentage))
  );
}
