import { CommandError, runProgram } from "@alchemy-kit/generators";

const MESSAGE = "Start from alchemy-kit";

/** Makes `folder` a git repository with one commit, by the user's name where git knows it. */
export async function commit(folder: string, signal: AbortSignal): Promise<void> {
  const at = { cwd: folder, signal, env: withoutRepository(process.env) };
  const git = (...args: string[]) => runProgram("git", args, at);
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  const author = (await succeeds(git("config", "user.email")))
    ? []
    : ["-c", "user.name=create-alchemy-kit", "-c", "user.email=create-alchemy-kit@localhost"];
  const commit = ["commit", "--quiet", "--no-verify", "--no-gpg-sign", `--message=${MESSAGE}`];
  await git(...author, ...commit);
}

/** Inside a git hook, variables name the repository that git works in. It is not this one. */
function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = env;
  return rest;
}

function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    (error) => {
      if (error instanceof CommandError && error.exitCode === 1) return false;
      throw error;
    },
  );
}
