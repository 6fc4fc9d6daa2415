import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Refusal } from "../../names/user-error.ts";
import { askGit } from "../git/ask-git.ts";

/** What changes are counted from, and why that. */
export type Base = { kind: "commit"; commit: string; why: string } | { kind: "everything"; why: string };

/**
 * What of a webhook's payload says what went before.
 * Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
const event = z.object({
  before: z.string().optional(),
  pull_request: z.object({ base: z.object({ sha: z.string() }) }).optional(),
  merge_group: z.object({ base_sha: z.string() }).optional(),
});

/**
 * The commit that the checkout is compared with: the one asked for, or what the event says that GitHub runs a
 * workflow for. Where that cannot be told, everything counts as changed.
 * @param since a branch, tag or commit
 * @throws Refusal when there is no such commit
 */
export async function findBase(
  root: string,
  since: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Base> {
  if (since !== undefined) {
    const commit = await mergeBase(root, since);
    if (commit) return { kind: "commit", commit, why: `since ${since}` };
    throw new Refusal(
      "commit-unknown",
      `There is no commit "${since}" in this clone that this one comes from.`,
      {
        kind: "usage",
        action: "git fetch --unshallow origin",
      },
    );
  }
  if (!env.GITHUB_EVENT_PATH) return everything("nothing says since when; --since does");
  const { before, pull_request, merge_group } = event.parse(
    JSON.parse(await readFile(env.GITHUB_EVENT_PATH, "utf8")),
  );
  const proposedTo = pull_request?.base.sha ?? merge_group?.base_sha;
  if (proposedTo !== undefined) {
    const commit = await mergeBase(root, proposedTo);
    return commit
      ? { kind: "commit", commit, why: `since the base, ${commit.slice(0, 8)}` }
      : everything("the base is not in this clone");
  }
  if (before === undefined) return everything("this event compares with nothing");
  if (/^0+$/.test(before)) return everything("this is the branch's first push");
  const commit = await commitOf(root, before);
  return commit
    ? { kind: "commit", commit, why: `since the push before, ${commit.slice(0, 8)}` }
    : everything("what the branch was before is not in this clone: it was pushed by force");
}

function everything(why: string): Base {
  return { kind: "everything", why: `everything: ${why}` };
}

/** Where the checkout's history leaves that of the other. */
async function mergeBase(root: string, other: string): Promise<string | undefined> {
  const commit = await commitOf(root, other);
  return commit && askGit(root, "merge-base", commit, "HEAD");
}

/** @param name a branch, tag or commit, that somebody typed */
function commitOf(root: string, name: string): Promise<string | undefined> {
  return askGit(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
}
