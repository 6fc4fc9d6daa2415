import { readdirSync, readFileSync } from "node:fs";

/** `kill -9` for a process and everything that it started, the youngest first. */
export function killWhole(pid: number): void {
  for (const child of childrenOf(pid)) killWhole(child);
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

/** The fourth field of /proc/<pid>/stat, behind a name that may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return Number(fields[1]);
  } catch {
    return undefined;
  }
}
