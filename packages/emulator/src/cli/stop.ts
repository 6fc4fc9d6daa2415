import { isLocked } from "../instance/lock.ts";
import { runningPid, statusOf } from "../instance/running.ts";
import type { Arguments } from "./arguments.ts";
import { printStatus } from "./print-status.ts";
import { untilFree, untilReady } from "./wait.ts";

/** Stops the emulator of a folder and waits until it is gone. Fine when there is none. */
export async function stop(args: Arguments): Promise<void> {
  // One that is just starting says where it is only when it is ready.
  if (isLocked(args.dir)) await untilReady(args.dir);
  const pid = runningPid(args.dir);
  if (pid !== undefined) {
    process.kill(pid, "SIGTERM");
    if (!(await untilFree(args.dir))) {
      process.kill(pid, "SIGKILL");
      await untilFree(args.dir);
    }
  }
  if (args.json || pid === undefined) printStatus(statusOf(args.dir), args.json);
  else process.stdout.write("The emulator has stopped.\n");
}
