/**
 * `bun run demo`: an app from nothing to prod and back, on this machine, narrated. Exits 0 only if every step
 * was proved by a request that the right release answered. `--tamper` moves the traffic behind the kit's back
 * before the last proof, to show that it can fail.
 */
import { install } from "../install.ts";

const known = ["--tamper"];
const unknown = process.argv.slice(2).find((argument) => !known.includes(argument));
if (unknown) {
  process.stderr.write(`The demo does not know ${unknown}; it takes ${known.join(", ")} or nothing.\n`);
  process.exit(2);
}

const start = performance.now();
process.stdout.write("alchemy-kit: an app from nothing to prod, and back. Local emulator, no account.\n");
await install();

const { story } = await import("./story.ts");
process.exitCode = await story({ start, tamper: process.argv.includes("--tamper") });
