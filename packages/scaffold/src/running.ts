import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isSystemError } from "./system-error.ts";

/** Does the process that had this id at this time still run? An id can have been given to another process since. */
export async function isRunning(pid: number, at: Date): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error) && error.code === "EPERM";
  }
  const begun = await beginOf(pid);
  return begun === undefined || begun <= at.getTime();
}

/** When the process began, in milliseconds since 1970 (known to the second), where `ps` can tell. */
async function beginOf(pid: number): Promise<number | undefined> {
  const options = { env: { ...process.env, LC_ALL: "C" } };
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], options).catch(
    () => ({
      stdout: "",
    }),
  );
  const time = Date.parse(stdout.trim());
  return Number.isNaN(time) ? undefined : time;
}
