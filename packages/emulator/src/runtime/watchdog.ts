import { type ChildProcess, spawn } from "node:child_process";

/**
 * Sees to it that no workerd outlives the emulator, `kill -9` included: a shell that is told of every process, and
 * kills those left when its standard input closes, which the kernel does for us however the emulator ends.
 */
export class Watchdog {
  readonly #shell: ChildProcess;

  /** @param folder removed at the end, with the sockets in it */
  constructor(folder: string) {
    this.#shell = spawn("/bin/sh", ["-c", SCRIPT, "watchdog", folder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    this.#shell.unref();
  }

  watch(pid: number): void {
    this.#shell.stdin?.write(`+ ${pid}\n`);
  }

  unwatch(pid: number): void {
    this.#shell.stdin?.write(`- ${pid}\n`);
  }

  close(): void {
    this.#shell.stdin?.end();
  }
}

const SCRIPT = `
watched=" "
while read -r sign pid; do
  case $sign in
    +) watched="$watched$pid " ;;
    -) case $watched in *" $pid "*) watched="\${watched%% $pid *} \${watched#* $pid }" ;; esac ;;
  esac
done
for pid in $watched; do kill -9 "$pid"; done
rm -rf "$1"
`;
