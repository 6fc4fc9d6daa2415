/** What git answers in a folder; undefined where it fails, or is not there. */
export async function askGit(folder: string, ...args: string[]): Promise<string | undefined> {
  if (!Bun.which("git")) return undefined;
  const git = Bun.spawn(["git", ...args], { cwd: folder, stdin: "ignore", stdout: "pipe", stderr: "ignore" });
  const [answer, code] = await Promise.all([git.stdout.text(), git.exited]);
  return code === 0 ? answer.trim() : undefined;
}
