import { isLocked } from "../instance/lock.ts";
import { statusOf } from "../instance/running.ts";
import type { Arguments } from "./arguments.ts";
import { printStatus } from "./print-status.ts";
import { untilReady } from "./wait.ts";

/** Starts the emulator, here or in the background. One that runs already is as good. */
export async function start(args: Arguments): Promise<void> {
  if (isLocked(args.dir)) return meetRunning(args);
  if (args.reset) (await import("./reset.ts")).reset(args.dir);
  if (args.detach) return (await import("./detach.ts")).detach(args);
  try {
    await (await import("./foreground.ts")).foreground(args);
  } catch (error) {
    // Another was started at the same moment, and got the folder first.
    if (isLocked(args.dir)) return meetRunning(args);
    throw error;
  }
}

async function meetRunning(args: Arguments): Promise<void> {
  const status = await untilReady(args.dir);
  if (!status.running) {
    throw new Error(
      `Something holds ${status.dir} but does not get ready. Try: kit-emulator stop --dir ${args.dir}`,
    );
  }
  if (args.reset) {
    throw new Error(
      `An emulator is running on ${status.dir}, so it was not reset. First: kit-emulator stop --dir ${args.dir}`,
    );
  }
  if (args.port !== undefined && !status.apiUrl.includes(`:${args.port}/`)) {
    throw new Error(
      `An emulator is running on ${status.dir} already, at ${status.workersUrl} and not on port ${args.port}. ` +
        `First: kit-emulator stop --dir ${args.dir}`,
    );
  }
  printStatus(statusOf(args.dir), args.json, "already running");
}
