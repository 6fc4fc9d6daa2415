import type { ReleaseView } from "../../../operations/releases/view.ts";
import { colour } from "../../output/colour.ts";

/** What was found of a release, in words. */
export function describeVerdicts({ verdicts }: ReleaseView): string {
  const good = verdicts.flatMap((each) => (each.verdict === "good" ? [each.profile] : []));
  const bad = verdicts.flatMap((each) => (each.verdict === "bad" ? [colour.red(`bad: ${each.reason}`)] : []));
  return [...(good.length > 0 ? [colour.green(`good in ${good.join(", ")}`)] : []), ...bad].join(", ") || "–";
}

/** Where a release serves, or that it never can again. */
export function describeLive({ live, artifact }: ReleaseView): string {
  const places = live.map(({ profile, percentage }) =>
    percentage === 100 ? colour.bold(profile) : `${colour.bold(profile)} ${percentage} %`,
  );
  if (places.length > 0) return `serves ${places.join(", ")}`;
  return artifact === "kept" ? "" : colour.dim("pruned");
}

export function describeCommit({ commit, dirty }: ReleaseView): string {
  if (!commit) return "no commit";
  return `${commit.slice(0, 8)}${dirty ? " with changes" : ""}`;
}

/** To the second, as in `kit history`. */
export function describeTime(at: string): string {
  return at.slice(0, 19).replace("T", " ");
}
