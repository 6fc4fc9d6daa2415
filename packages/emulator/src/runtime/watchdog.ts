import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Sees to it that no workerd outlives the emulator, `kill -9` included. Every process leaves a file in a folder,
 * named by its id, before it becomes workerd. A shell waits for its standard input to close, which the kernel does
 * for us however the emulator ends, takes the folder away, and kills whoever left a file in it: who comes later finds
 * no folder, and goes no further.
 */
export class Watchdog {
  readonly #folder: string;
  readonly #shell: ChildProcess;

  /** @param folder removed at the end, with the sockets in it */
  constructor(folder: string) {
    this.#folder = folder;
    this.#shell = spawn("/bin/sh", ["-c", KILL_ALL, "watchdog", folder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    this.#shell.unref();
  }

  /** The command that runs a program under watch. It has the program's own process id. */
  watched(program: string, args: readonly string[]): { command: string; args: string[] } {
    return { command: "/bin/sh", args: ["-c", ENLIST, "watched", this.#folder, program, ...args] };
  }

  /** That process has ended: its id may be another's now. */
  unwatch(pid: number): void {
    rmSync(join(this.#folder, `${pid}.pid`), { force: true });
  }

  close(): void {
    this.#shell.stdin?.end();
  }
}

const ENLIST = `: > "$1/$$.pid" && shift && exec "$@"`;

const KILL_ALL = `
cat > /dev/null
mv "$1" "$1.gone" || exit
for file in "$1.gone"/*.pid; do
  pid="\${file##*/}"
  kill -9 "\${pid%.pid}"
done
rm -rf "$1.gone"
`;
