import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { kit } from "../../../names/action.ts";
import { Refusal } from "../../../names/user-error.ts";

/*
 * alchemy keeps logins in ~/.alchemy: in config.json which account is whose, by its own profiles (which are sets of
 * credentials), and the credentials in a file each. Source: alchemy 0.94, src/auth.ts
 */

/** A login as alchemy keeps it: a token, and the account that it is for. */
export interface Login {
  token: string;
  account: { id: string; name: string };
}

const configSchema = z.looseObject({
  version: z.literal(1),
  profiles: z.record(
    z.string(),
    z.looseObject({
      cloudflare: z
        .looseObject({ metadata: z.looseObject({ id: z.string(), name: z.string().default("") }) })
        .optional(),
    }),
  ),
});
const credentialsSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("api-token"), apiToken: z.string().min(1) }),
  z.object({ type: z.literal("api-key") }),
  z.object({ type: z.literal("oauth") }),
]);

/** Which of alchemy's profiles: the same variables say so as do to alchemy. */
export function alchemyProfile(env: NodeJS.ProcessEnv): string {
  const name = env.CLOUDFLARE_PROFILE || env.ALCHEMY_PROFILE || "default";
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new Refusal("login-profile-malformed", `“${name}” is no name for a profile of alchemy's.`, {
    kind: "usage",
    action: "export ALCHEMY_PROFILE=default",
  });
}

/** The login that was stored, by `kit login` or by alchemy's own. @throws Refusal for one that is no API token */
export async function storedLogin(env: NodeJS.ProcessEnv): Promise<Login | undefined> {
  const profile = alchemyProfile(env);
  const [config, credentials] = await Promise.all([
    read(configFile(), configSchema),
    read(credentialsFile(profile), credentialsSchema),
  ]);
  const account = config?.profiles[profile]?.cloudflare?.metadata;
  if (!account || !credentials) return undefined;
  if (credentials.type === "api-token") return { token: credentials.apiToken, account };
  throw new Refusal(
    "login-unsupported",
    `alchemy's login of its profile “${profile}” is by ${credentials.type}; the kit wants an API token.`,
    { action: kit("login") },
  );
}

/**
 * Stores a login where alchemy looks for it; nobody but this user may read it.
 * @returns the file that holds the token
 */
export async function storeLogin({ token, account }: Login, env: NodeJS.ProcessEnv): Promise<string> {
  const profile = alchemyProfile(env);
  const config = (await read(configFile(), configSchema)) ?? { version: 1, profiles: {} };
  const entry = { metadata: account, method: "api-token" };
  const profiles = { ...config.profiles, [profile]: { ...config.profiles[profile], cloudflare: entry } };
  await write(credentialsFile(profile), { type: "api-token", apiToken: token });
  await write(configFile(), { ...config, profiles });
  return credentialsFile(profile);
}

const configFile = () => join(homedir(), ".alchemy", "config.json");
const credentialsFile = (profile: string) =>
  join(homedir(), ".alchemy", "credentials", profile, "cloudflare.json");

/** @throws Refusal for a file that alchemy did not write so: it is not overwritten */
async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "login-unreadable",
    `${file} is not as alchemy writes it. Move it away, then log in again.`,
    {
      action: kit("login"),
    },
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and from the first moment nobody else's to read. */
async function write(file: string, value: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(value, null, 2), { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}
