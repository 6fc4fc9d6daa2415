import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../names/user-error.ts";
import { askGit } from "../git/ask-git.ts";
import { differInPackages, parseLockfile } from "./lockfile.ts";
import type { Member } from "./workspaces.ts";

const LOCKFILE = "bun.lock";

/** Read by people, and by nothing that is built or tested. */
const DOCUMENT =
  /^(docs\/.*|[^/]+\.md|LICENSE|\.github\/(ISSUE_TEMPLATE\/.*|[^/]+\.md|CODEOWNERS)|\.changeset\/.*)$/;

/** The same in a member's own folder. */
const OWN_DOCUMENT = /^(README|CHANGELOG)\.md$/;

/**
 * The members that a change since a commit reaches: those with a changed file, those that get other packages, and
 * all that ask for one of these. A file that belongs to no member, and is no document, is taken to reach all.
 */
export async function affectedSince(
  root: string,
  members: readonly Member[],
  commit: string,
): Promise<Member[]> {
  const paths = await changedPaths(root, commit);
  const owners = new Map(members.map((member) => [member.dir, member]));
  const reached = new Set<Member>();
  for (const path of paths.filter((path) => path !== LOCKFILE && !DOCUMENT.test(path))) {
    const place = placeOf(path, owners);
    if (place.kind === "shared") return [...members];
    if (place.kind === "member") reached.add(place.member);
  }
  if (paths.includes(LOCKFILE)) {
    const dirs = await whoseLockChanged(root, commit);
    if (!dirs) return [...members];
    for (const dir of dirs) {
      const member = owners.get(dir);
      if (member) reached.add(member);
    }
  }
  return withDependents(members, reached);
}

/** Every path that differs between a commit and the checkout's, both names of a moved one. */
async function changedPaths(root: string, commit: string): Promise<string[]> {
  const said = await askGit(root, "diff", "--name-only", "--no-renames", "-z", commit, "HEAD");
  if (said === undefined)
    throw new Refusal("git-failed", `git cannot say what changed since ${commit}.`, { action: "git status" });
  return said.split("\0").filter(Boolean);
}

type Place = { kind: "member"; member: Member } | { kind: "nobody" } | { kind: "shared" };

/** Whose a path is. What is left of a member that is gone is nobody's. */
function placeOf(path: string, owners: ReadonlyMap<string, Member>): Place {
  const parts = path.split("/");
  for (let depth = parts.length - 1; depth > 0; depth--) {
    const member = owners.get(parts.slice(0, depth).join("/"));
    if (!member) continue;
    const rest = parts.slice(depth).join("/");
    return OWN_DOCUMENT.test(rest) ? { kind: "nobody" } : { kind: "member", member };
  }
  return parts.length > 2 && parts[0] === "apps" ? { kind: "nobody" } : { kind: "shared" };
}

/** The folders whose packages the lockfile changed; undefined where the root's did, or that cannot be told. */
async function whoseLockChanged(root: string, commit: string): Promise<string[] | undefined> {
  const before = parseLockfile((await askGit(root, "show", `${commit}:${LOCKFILE}`)) ?? "");
  const after = parseLockfile(await readFile(join(root, LOCKFILE), "utf8").catch(() => ""));
  if (!before || !after) return undefined;
  const dirs = differInPackages(before, after);
  return dirs.includes("") ? undefined : dirs;
}

function withDependents(members: readonly Member[], reached: Set<Member>): Member[] {
  const byNeed = new Map<string, Member[]>();
  for (const member of members) {
    for (const name of member.asksFor) byNeed.set(name, [...(byNeed.get(name) ?? []), member]);
  }
  const open = [...reached];
  for (let member = open.pop(); member; member = open.pop()) {
    for (const dependent of byNeed.get(member.name) ?? []) {
      if (reached.has(dependent)) continue;
      reached.add(dependent);
      open.push(dependent);
    }
  }
  return members.filter((member) => reached.has(member));
}
