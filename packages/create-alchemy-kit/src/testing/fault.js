/**
 * Loaded before a command (`bun --preload`): something goes wrong at the write that FAULT_AT numbers, from 0.
 * FAULT says what: `kill` (as by kill -9), `interrupt` (as by Ctrl-C), `full` (no space, from then on).
 * Writes how many writes there were to FAULT_COUNT, when the process ends by itself.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { FAULT, FAULT_AT, FAULT_COUNT } = process.env;
const makesFull = ["appendFile", "copyFile", "link", "mkdir", "writeFile"];
let writes = 0;

for (const name of [...makesFull, "chmod", "rename", "rm", "rmdir", "unlink"]) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    const at = writes++;
    if (at === Number(FAULT_AT) && FAULT === "kill") process.kill(process.pid, "SIGKILL");
    if (at === Number(FAULT_AT) && FAULT === "interrupt") process.emit("SIGINT");
    const needsSpace = makesFull.includes(name) && !(name === "mkdir" && fs.existsSync(args[0]));
    if (at >= Number(FAULT_AT) && FAULT === "full" && needsSpace) {
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: "ENOSPC" });
    }
    return original(...args);
  };
}
syncBuiltinESMExports();

if (FAULT_COUNT) process.on("exit", () => fs.writeFileSync(FAULT_COUNT, String(writes)));
