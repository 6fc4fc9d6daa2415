import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import type { Target } from "./api/target.ts";
import { emulatorDir, emulatorStatus, type Repository, startEmulator } from "./emulator.ts";
import { storedLogin } from "./login/alchemy-login.ts";

const cloudflareApi = "https://api.cloudflare.com/client/v4";

/**
 * The account that commands go to: Cloudflare's where the environment holds its credentials, or where KIT_TARGET
 * says so and `kit login` stored some; else the emulator's, which is started when it does not run.
 * @param say told once, when the emulator had to be started
 * @throws Refusal for half a set of credentials, and in CI without any, where nothing is chosen silently
 */
export async function findTarget(
  repository: Repository,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Target> {
  const wanted = env.KIT_TARGET;
  if (wanted && wanted !== "emulator" && wanted !== "cloudflare") {
    throw new Refusal(
      "target-unknown",
      `KIT_TARGET is "${wanted}"; it can be emulator or cloudflare, or not be set.`,
      {
        kind: "usage",
        action: "export KIT_TARGET=emulator",
      },
    );
  }
  if (wanted === "emulator" || (!wanted && (await isOwnEmulator(repository, env))))
    return emulated(repository, env, say);
  const given = credentialsIn(env) ?? (wanted === "cloudflare" ? await loginFor(env) : undefined);
  if (given) return cloudflareTarget(given, env);
  if (env.CI) {
    throw new Refusal(
      "target-not-chosen",
      "CI is set, and there is neither CLOUDFLARE_API_TOKEN nor CLOUDFLARE_ACCOUNT_ID; here the emulator is never chosen silently.",
      { kind: "usage", action: "export KIT_TARGET=emulator   (or set the two)" },
    );
  }
  return emulated(repository, env, say);
}

interface Credentials {
  token: string;
  accountId: string;
}

/** An account of Cloudflare's. */
export function cloudflareTarget(credentials: Credentials, env: NodeJS.ProcessEnv): Target {
  const apiUrl = env.CLOUDFLARE_BASE_URL ?? cloudflareApi;
  return { apiUrl, ...credentials, workers: { kind: "workers.dev" } };
}

/** @throws Refusal for one without the other */
function credentialsIn(env: NodeJS.ProcessEnv): Credentials | undefined {
  const [token, accountId] = [env.CLOUDFLARE_API_TOKEN, env.CLOUDFLARE_ACCOUNT_ID];
  if (token && accountId) return { token, accountId };
  if (!token && !accountId) return undefined;
  const missing = token ? "CLOUDFLARE_ACCOUNT_ID" : "CLOUDFLARE_API_TOKEN";
  throw new Refusal(
    "credentials-incomplete",
    `${missing} is not set, but the other half of Cloudflare's credentials is.`,
    {
      kind: "usage",
      action: `export ${missing}=…   (or KIT_TARGET=emulator for the local emulator)`,
    },
  );
}

/** @throws Refusal when nobody has logged in */
async function loginFor(env: NodeJS.ProcessEnv): Promise<Credentials> {
  const login = await storedLogin(env);
  if (login) return { token: login.token, accountId: login.account.id };
  throw new Refusal(
    "login-missing",
    "There is no account to go to: CLOUDFLARE_API_TOKEN is not set, and nobody has logged in.",
    { kind: "usage", action: kit("login") },
  );
}

/** Whoever exported the emulator's variables, for wrangler say, means the emulator here too. */
async function isOwnEmulator(repository: Repository, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!env.CLOUDFLARE_BASE_URL?.startsWith("http://127.0.0.1:")) return false;
  const emulator = await emulatorStatus(emulatorDir(repository, env));
  return emulator.running && emulator.apiUrl === env.CLOUDFLARE_BASE_URL;
}

async function emulated(
  repository: Repository,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Target> {
  const dir = emulatorDir(repository, env);
  let emulator = await emulatorStatus(dir);
  if (!emulator.running) {
    emulator = await startEmulator(dir);
    say(`No Cloudflare credentials: started the local emulator at ${emulator.workersUrl}`);
  }
  const { apiUrl, token, accountId, workersUrl } = emulator;
  return { apiUrl, token, accountId, workers: { kind: "local", url: workersUrl } };
}
