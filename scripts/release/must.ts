import { root } from "../install.ts";

/** Runs Bun at the root, what it says shown. Ends this process where that fails. */
export async function must(...args: readonly string[]): Promise<void> {
  const command = [process.execPath, ...args];
  const code = await Bun.spawn(command, { cwd: root, stdin: "ignore", stdout: "inherit", stderr: "inherit" })
    .exited;
  if (code !== 0) process.exit(code);
}
