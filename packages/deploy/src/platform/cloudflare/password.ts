import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../../names/user-error.ts";
import type { Target } from "./api/target.ts";
import { emulatorDir, type Repository } from "./emulator.ts";

/**
 * The password that alchemy encrypts secrets in its state with. For the emulator's account one is made (0600)
 * beside the state that it protects; for any other it must be given, since losing it loses the state.
 */
export function alchemyPassword(repository: Repository, target: Target, env: NodeJS.ProcessEnv): string {
  const given = env.ALCHEMY_PASSWORD;
  if (given) return given;
  if (target.workers.kind === "workers.dev") {
    throw new Refusal(
      "password-missing",
      "ALCHEMY_PASSWORD is not set; alchemy encrypts the secrets in its state with it.",
      {
        kind: "usage",
        action: "export ALCHEMY_PASSWORD=…   (keep it: without it the state cannot be read again)",
      },
    );
  }
  const file = join(emulatorDir(repository, env), "alchemy-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: "wx" });
  return made;
}
