import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { emulatorCommand as commandLine, emulatorDir } from "../../platform/cloudflare/emulator.ts";
import { findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";

const actions = ["start", "stop", "status"];

export const emulatorCommand = defineCommand({
  usage: "emulator start|stop|status",
  examples: ["emulator status", "emulator start", "emulator stop"],
  options: {},
  positionals: 1,
  passesThrough: true,
  async run({ raw: [action = "", ...args] }) {
    if (!actions.includes(action)) {
      throw new Refusal("usage", `kit emulator has no action "${action}"; it has ${actions.join(", ")}.`, {
        kind: "usage",
        action: kit("emulator status"),
      });
    }
    const dir = emulatorDir(findWorkspace(process.cwd()));
    const background = action === "start" ? ["--detach"] : [];
    const child = Bun.spawn(commandLine([action, "--dir", dir, ...background, ...args]), {
      stdio: ["inherit", "inherit", "inherit"],
    });
    return { code: await child.exited, json: undefined };
  },
});
