import type { Release } from "../../ledger/state.ts";
import { askGit } from "../../workspace/git/ask-git.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { type Known, unknown } from "./known.ts";

export interface Commit {
  hash: string;
  subject: string;
  /** `added` on the way from the one release to the other, or `left` behind where the way goes back. */
  kind: "added" | "left";
}

/** The commits that only one of two releases has, newest first, as far as this clone's git knows them. */
export async function commitsBetween(
  { root }: Workspace,
  from: Release,
  to: Release,
): Promise<Known<Commit[]>> {
  const [before, after] = [commitOf(from), commitOf(to)];
  if (!before || !after) {
    const name = before ? to.name : from.name;
    return unknown(`no commit is known of ${name}`);
  }
  const range = `${before}...${after}`;
  const log = await askGit(root, "log", "--left-right", "--format=%m%h %s", "--end-of-options", range, "--");
  if (log === undefined) return unknown("git does not have both commits here; git fetch may bring them");
  const lines = log.split("\n").filter(Boolean);
  return { known: true, value: lines.map(parseLine) };
}

/** The commit a release was built from; undefined where that is none, or nothing that git could mean. */
export function commitOf({ provenance: { commit } }: Release): string | undefined {
  return commit && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit) ? commit : undefined;
}

function parseLine(line: string): Commit {
  const [mark = "", hash = "", subject = ""] = /^([<>])(\S+) (.*)$/.exec(line)?.slice(1) ?? [];
  return { hash, subject, kind: mark === "<" ? "left" : "added" };
}
