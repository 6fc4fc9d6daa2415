import type { Target } from "../platform/target.ts";
import { emulatorDir, emulatorStatus, startEmulator } from "./emulator.ts";
import { Refusal } from "./refusal.ts";
import type { Workspace } from "./workspace.ts";

const cloudflareApi = "https://api.cloudflare.com/client/v4";

/**
 * The account that commands go to: Cloudflare's where the environment holds its credentials, else the
 * emulator's, which is started when it does not run.
 * @param say told once, when the emulator had to be started
 * @throws Refusal for half a set of credentials, and in CI without any, where nothing is chosen silently
 */
export async function findTarget(
  workspace: Workspace,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Target> {
  if (env.KIT_TARGET && env.KIT_TARGET !== "emulator") {
    throw new Refusal(`KIT_TARGET is "${env.KIT_TARGET}"; it can be emulator, or not be set.`, {
      kind: "usage",
      mend: "export KIT_TARGET=emulator",
    });
  }
  if (env.KIT_TARGET === "emulator" || (await isOwnEmulator(workspace, env)))
    return emulated(workspace, env, say);
  const [token, accountId] = [env.CLOUDFLARE_API_TOKEN, env.CLOUDFLARE_ACCOUNT_ID];
  if (token && accountId) {
    return {
      apiUrl: env.CLOUDFLARE_BASE_URL ?? cloudflareApi,
      token,
      accountId,
      workers: { kind: "workers.dev" },
    };
  }
  const missing = token ? "CLOUDFLARE_ACCOUNT_ID" : "CLOUDFLARE_API_TOKEN";
  if (token || accountId) {
    throw new Refusal(`${missing} is not set, but the other half of Cloudflare's credentials is.`, {
      kind: "usage",
      mend: `export ${missing}=…   (or KIT_TARGET=emulator for the local emulator)`,
    });
  }
  if (env.CI) {
    throw new Refusal(
      "CI is set, and there is neither CLOUDFLARE_API_TOKEN nor CLOUDFLARE_ACCOUNT_ID; here the emulator is never chosen silently.",
      { kind: "usage", mend: "export KIT_TARGET=emulator   (or set the two)" },
    );
  }
  return emulated(workspace, env, say);
}

/** Whoever exported the emulator's variables, for wrangler say, means the emulator here too. */
async function isOwnEmulator(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!env.CLOUDFLARE_BASE_URL?.startsWith("http://127.0.0.1:")) return false;
  const emulator = await emulatorStatus(emulatorDir(workspace, env));
  return emulator.running && emulator.apiUrl === env.CLOUDFLARE_BASE_URL;
}

async function emulated(
  workspace: Workspace,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Target> {
  const dir = emulatorDir(workspace, env);
  let emulator = await emulatorStatus(dir);
  if (!emulator.running) {
    emulator = await startEmulator(dir);
    say(`No Cloudflare credentials: started the local emulator at ${emulator.workersUrl}`);
  }
  const { apiUrl, token, accountId, workersUrl } = emulator;
  return { apiUrl, token, accountId, workers: { kind: "local", url: workersUrl } };
}
