import { run } from "./run.ts";

const MESSAGE = "Start from alchemy-kit";

/** Makes `folder` a git repository with one commit, by the user's name where git knows it. */
export async function commit(folder: string, signal: AbortSignal): Promise<void> {
  const git = (...args: string[]) => run("git", args, { cwd: folder, signal });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  const known = await git("config", "user.email").then(
    () => true,
    () => false,
  );
  const author = known
    ? []
    : ["-c", "user.name=create-alchemy-kit", "-c", "user.email=create-alchemy-kit@localhost"];
  await git(...author, "commit", "--quiet", "--no-verify", `--message=${MESSAGE}`);
}
