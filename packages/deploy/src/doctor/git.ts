import { ok, wrong } from "../names/finding.ts";
import { askGit } from "../workspace/git/ask-git.ts";
import type { Check } from "./check.ts";

export const checkGit: Check = async ({ workspace: { root } }) => {
  const commit = await askGit(root, "rev-parse", "--short", "HEAD");
  if (commit !== undefined) return [ok("git", `at ${commit}`)];
  return [
    wrong(
      "git",
      "This is no git repository with a commit, so releases cannot say where they come from.",
      'git init && git add --all && git commit --message "Start"',
    ),
  ];
};
