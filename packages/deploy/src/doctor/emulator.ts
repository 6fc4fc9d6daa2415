import { ok, wrong } from "../names/finding.ts";
import { messageOf } from "../names/user-error.ts";
import { emulatorDir, emulatorStatus } from "../platform/cloudflare/emulator.ts";
import { bunRun } from "../workspace/bun-command.ts";
import type { Check } from "./check.ts";

/** Whether the emulator answers for itself. It need not run: it is started when it is needed. */
export const checkEmulator: Check = async ({ workspace, env }) => {
  try {
    const status = await emulatorStatus(emulatorDir(workspace, env));
    return [
      ok(
        "emulator",
        status.running ? `runs at ${status.workersUrl}` : "not running; starts when it is needed",
      ),
    ];
  } catch (error) {
    return [wrong("emulator", messageOf(error), bunRun("kit emulator start"))];
  }
};
