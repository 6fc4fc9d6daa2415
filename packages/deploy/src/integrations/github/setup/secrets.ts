import { z } from "zod";
import { ask, askAll, type Repository, tell } from "../ask.ts";
import { Denied } from "../denied.ts";
import { ifThere } from "../if-there.ts";
import { change, type Item, there } from "./item.ts";
import { mayHave, needs } from "./plan.ts";
import type { Scene } from "./scene.ts";
import { seal } from "./seal.ts";

const page = z
  .object({ secrets: z.array(z.object({ name: z.string() })) })
  .transform(({ secrets }) => secrets.map(({ name }) => name));
const publicKey = z.object({ key_id: z.string(), key: z.string() });

const NEEDED = ["CLOUDFLARE_API_TOKEN", "ALCHEMY_PASSWORD"];
/** Whom to tell how a run went: those that are given. */
const OPTIONAL = ["KIT_NOTIFY_SLACK", "KIT_NOTIFY_DISCORD", "KIT_NOTIFY_WEBHOOK", "KIT_NOTIFY_SECRET"];

/**
 * The secrets of each environment: `CLOUDFLARE_API_TOKEN_PROD` for prod alone, or else `CLOUDFLARE_API_TOKEN`. Those
 * that are there keep their values, which nobody can read, unless they are to be replaced.
 */
export async function secrets(scene: Scene): Promise<Item[]> {
  if (!mayHave(scene, "pro")) return ofRepository(scene);
  try {
    return await ofEnvironments(scene);
  } catch (error) {
    if (error instanceof Denied && error.reason === "plan") return ofRepository(scene);
    throw error;
  }
}

async function ofEnvironments(scene: Scene): Promise<Item[]> {
  const items = scene.environments.map(({ name }) =>
    secretsAt(scene, `environments/${encodeURIComponent(name)}/secrets`, {
      of: `of ${name}`,
      suffix: suffixOf(name),
    }),
  );
  return (await Promise.all(items)).flat();
}

async function ofRepository(scene: Scene): Promise<Item[]> {
  const instead =
    "they are the repository's, so every job that asks for them has them, with one token for all";
  return [
    { kind: "impossible", what: "secrets of environments", why: needs("pro"), instead },
    ...(await secretsAt(scene, "actions/secrets", { of: "of the repository", suffix: "" })),
  ];
}

async function secretsAt(
  { repository, env, wishes }: Scene,
  path: string,
  { of, suffix }: { of: string; suffix: string },
): Promise<Item[]> {
  const known = (await ifThere(askAll(repository, path, page))) ?? [];
  const given = (name: string) => env[`${name}${suffix}`] || env[name];
  const wanted = [...NEEDED, ...OPTIONAL.filter((name) => known.includes(name) || given(name))];
  return wanted.map((name) => {
    const what = `secret ${name} ${of}`;
    const value = given(name);
    const isKnown = known.includes(name);
    if (isKnown && !(wishes.replaceSecrets && value)) return there(what);
    if (!value) {
      const mend = `export ${name}${suffix}=…${suffix && `   (or ${name}, for all)`}`;
      return { kind: "missing", what, mend };
    }
    const instead = `make it a secret of the repository: gh secret set ${name}`;
    return change(what, isKnown ? "replaced" : "sealed", () => put(repository, path, name, value), instead);
  });
}

async function put(repository: Repository, path: string, name: string, value: string): Promise<void> {
  const { key, key_id } = await ask(repository, { path: `${path}/public-key` }, publicKey);
  const body = { encrypted_value: await seal(value, key), key_id };
  await tell(repository, { method: "PUT", path: `${path}/${name}`, body });
}

function suffixOf(profile: string): string {
  return `_${profile.toUpperCase().replaceAll("-", "_")}`;
}
