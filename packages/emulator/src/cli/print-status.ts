import type { Status } from "../instance/running.ts";

/** One line for a person, or one JSON object for a program. */
export function printStatus(status: Status, json: boolean, word = "ready"): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(status)}\n`);
  } else if (status.running) {
    process.stdout.write(`The emulator is ${word}: ${status.workersUrl}  (kept in ${status.dir})\n`);
  } else {
    process.stdout.write(`No emulator is running on ${status.dir}.\n`);
  }
}
