import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Target } from "../platform/target.ts";
import { emulatorDir } from "./emulator.ts";
import { Refusal } from "./refusal.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The password that alchemy encrypts secrets in its state with. For the emulator's account one is made (0600)
 * beside the state that it protects; for any other it must be given, since losing it loses the state.
 */
export function alchemyPassword(workspace: Workspace, target: Target, env: NodeJS.ProcessEnv): string {
  const given = env.ALCHEMY_PASSWORD;
  if (given) return given;
  if (target.workers.kind === "workers.dev") {
    throw new Refusal("ALCHEMY_PASSWORD is not set; alchemy encrypts the secrets in its state with it.", {
      kind: "usage",
      mend: "export ALCHEMY_PASSWORD=…   (keep it: without it the state cannot be read again)",
    });
  }
  const file = join(emulatorDir(workspace, env), "alchemy-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: "wx" });
  return made;
}
