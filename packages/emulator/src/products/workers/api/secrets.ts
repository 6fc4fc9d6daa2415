import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Binding, Handler } from "../../product.ts";
import { Deployments } from "../store/deployments.ts";
import type { Script } from "../store/scripts.ts";
import { Versions } from "../store/versions.ts";
import { deployChanged } from "./deploy-changed.ts";
import { foundScript, mainVersion, scriptNotFound } from "./lookup.ts";
import { stringsOf } from "./upload.ts";
import { versionView } from "./version-view.ts";

const NewSecret = z.object({ name: z.string().min(1), text: z.string(), type: z.literal("secret_text") });

const Bulk = z.object({ secrets: z.record(z.string(), NewSecret.nullable()) });
const Latest = z.object({
  env: z.record(z.string(), NewSecret.omit({ name: true }).nullable()),
  annotations: z.record(z.string(), z.unknown()).default({}),
});

/** The names of a script's secrets, never their values. */
export const list: Handler = (c) => ok(c, secretsOf(c));

export const get: Handler = (c) => {
  const name = param(c, "secret");
  const secret = secretsOf(c).find((candidate) => candidate.name === name);
  if (!secret) throw secretNotFound(name);
  return ok(c, secret);
};

/** Sets a secret: a new version, deployed at once. */
export const put: Handler = async (c) => {
  const secret = await body(c, NewSecret);
  await deployWith(c, (bindings) => [...bindings.filter(({ name }) => name !== secret.name), secret]);
  return ok(c, { name: secret.name, type: secret.type });
};

/** Takes a secret away: a new version, deployed at once. */
export const remove: Handler = async (c) => {
  const secret = param(c, "secret");
  await deployWith(c, (bindings) => {
    const others = bindings.filter(({ name, type }) => !(name === secret && type === "secret_text"));
    if (others.length === bindings.length) throw secretNotFound(secret);
    return others;
  });
  return ok(c, null);
};

/** Sets and takes away several secrets at once: `null` takes one away. A new version, deployed at once. */
export const patchAll: Handler = async (c) => {
  const { secrets } = await body(c, Bulk);
  await deployWith(c, (bindings) => patched(bindings, secrets));
  return ok(c, Object.fromEntries(secretsOf(c).map((secret) => [secret.name, secret])));
};

/** The same, in a version that is not deployed. */
export const patchLatest: Handler = async (c) => {
  const { store } = c.env;
  const script = foundScript(c);
  const [latest] = store.of(Versions).list(script.name);
  if (!latest) throw scriptNotFound();
  const { env, annotations } = await body(c, Latest);
  const named = Object.entries(env).map(([name, value]) => [name, value && { ...value, name }]);
  const draft = store.of(Versions).draft(script.name, {
    ...latest.upload,
    bindings: patched(latest.upload.bindings, Object.fromEntries(named)),
    annotations: stringsOf(annotations),
  });
  return ok(c, versionView(store.transaction(() => store.of(Versions).save(draft))));
};

function secretsOf(c: Context<Api>): { name: string; type: string }[] {
  const bindings = mainVersion(c, foundScript(c))?.upload.bindings ?? [];
  return bindings.flatMap(({ name, type }) => (type === "secret_text" ? [{ name, type }] : []));
}

function secretNotFound(name: string): ApiError {
  return new ApiError(404, 10056, `There is no secret named ${name}.`);
}

function patched(bindings: readonly Binding[], secrets: z.infer<typeof Bulk>["secrets"]): Binding[] {
  const others = bindings.filter(({ name }) => !(name in secrets));
  return [...others, ...Object.values(secrets).filter((secret) => secret !== null)];
}

async function deployWith(c: Context<Api>, change: (bindings: Binding[]) => Binding[]): Promise<void> {
  const script = foundScript(c);
  const current = mainVersion(c, script);
  if (!current) throw scriptNotFound();
  checkLatestIsDeployed(c, script);
  await deployChanged(c, script, {
    ...current.upload,
    bindings: change(current.upload.bindings),
    annotations: { "workers/triggered_by": "secret" },
  });
}

/** @throws ApiError 10215 when a secret would go into a version that is not the newest */
function checkLatestIsDeployed(c: Context<Api>, { name }: Script): void {
  const [latest] = c.env.store.of(Versions).list(name);
  const deployed = c.env.store.of(Deployments).current(name)?.versions ?? [];
  if (deployed.some(({ version_id }) => version_id === latest?.id)) return;
  throw new ApiError(
    400,
    10215,
    "Secret edit failed. You attempted to modify a secret, but the latest version of your Worker isn't currently " +
      "deployed. Please ensure that the latest version of your Worker is fully deployed before modifying secrets.",
  );
}
