import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isLocked } from "../instance/lock.ts";
import { runningPid, statusOf } from "../instance/running.ts";
import type { Arguments } from "./arguments.ts";
import { printStatus } from "./print-status.ts";
import { until, untilReady } from "./wait.ts";

/** Bun's fetch makes 256 requests at once, the rest wait; it reads this when the process starts and never again. */
const MANY_REQUESTS = { BUN_CONFIG_MAX_HTTP_REQUESTS: "65336" };

/** Runs the emulator in a process of its own, and returns once it is ready. Its log is `emulator.log` in its folder. */
export async function detach(args: Arguments): Promise<void> {
  mkdirSync(args.dir, { recursive: true, mode: 0o700 });
  const logFile = join(args.dir, "emulator.log");
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "main.ts"),
      "start",
      "--dir",
      args.dir,
      ...(args.port === undefined ? [] : ["--port", String(args.port)]),
      ...(args.quiet ? ["--quiet"] : []),
    ],
    { detached: true, stdio: ["ignore", log, log], env: { ...process.env, ...MANY_REQUESTS } },
  );
  let gone = false;
  child.once("exit", () => {
    gone = true;
  });
  // Its own child and no other: one that is left behind still starting would outlive a stop.
  await until(() => gone || runningPid(args.dir) === child.pid);
  child.unref();
  // Where another that was started at the same moment got the folder first, that one is as good.
  const status = isLocked(args.dir) ? await untilReady(args.dir) : statusOf(args.dir);
  if (!status.running)
    throw new Error(`The emulator did not start:\n${readFileSync(logFile, "utf8").trim()}`);
  printStatus(status, args.json);
}
