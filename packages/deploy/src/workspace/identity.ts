import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { Holder } from "../ledger/event.ts";

/** Who works here: told in the ledger with everything that is done. `KIT_ACTOR` says otherwise. */
export function whoami(env: NodeJS.ProcessEnv, cwd: string): string {
  return env.KIT_ACTOR || env.GITHUB_ACTOR || gitEmail(cwd) || userInfo().username;
}

const nonce = crypto.randomUUID();

export function thisHolder(who: string): Holder {
  return { who, host: hostname(), pid: process.pid, nonce };
}

/** Whether a holder's process is known to be gone: only this machine's can be known. */
export function isGone(holder: Holder): boolean {
  if (holder.host !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return isZombie(holder.pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Dead, but not yet buried by its parent: in a container nobody may ever do that. Known on Linux alone. */
function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""));
  } catch {
    return false;
  }
}

function gitEmail(cwd: string): string {
  const git = Bun.spawnSync(["git", "config", "user.email"], { cwd, stderr: "ignore" });
  return git.success ? git.stdout.toString().trim() : "";
}
