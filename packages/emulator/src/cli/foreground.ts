import { existsSync } from "node:fs";
import { statusOf } from "../instance/running.ts";
import { startEmulator } from "../server/emulator.ts";
import type { Arguments } from "./arguments.ts";
import { printStatus } from "./print-status.ts";

/** Names of this machine, which no proxy can reach. */
const LOOPBACK = "127.0.0.1,localhost";

/** Runs the emulator in this process until it is told to stop. */
export async function foreground(args: Arguments): Promise<void> {
  // Secrets are among what is kept, and the folder may be one that others can look into.
  process.umask(0o077);
  // Bun's fetch would ask a proxy named in the environment for the Workers that run beside it.
  process.env.NO_PROXY = [process.env.NO_PROXY ?? process.env.no_proxy, LOOPBACK].filter(Boolean).join(",");
  // The log goes to standard error: with --json, standard output is one object and nothing else.
  const log = args.quiet ? () => undefined : (line: string) => process.stderr.write(`${line}\n`);
  const port = args.port === undefined ? {} : { port: args.port };
  const emulator = await startEmulator({ dir: args.dir, log, ...port });
  printStatus(statusOf(args.dir), args.json);
  const reason = await Promise.race([
    told(),
    vanished(emulator.dir),
    emulator.broken.then(() => "The storage process ended, so the emulator did too."),
  ]);
  await emulator.close();
  if (reason) throw new Error(`${reason} Start it again: kit-emulator start --dir ${args.dir}`);
  process.exit(0);
}

/** Resolves when somebody wants the emulator to stop. */
function told(): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve(undefined));
  return promise;
}

/** Resolves when the folder was deleted: nobody could find the emulator any more, to stop it. */
function vanished(dir: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setInterval(() => {
    if (!existsSync(dir)) resolve(`The folder ${dir} was deleted, so the emulator has stopped.`);
  }, 1_000);
  timer.unref();
  return promise;
}
