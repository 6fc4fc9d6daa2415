import { askGit } from "./ask-git.ts";
import { type Check, ok, wrong } from "./check.ts";

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
