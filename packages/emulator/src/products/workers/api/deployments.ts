import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body } from "../../../api/request.ts";
import { signature } from "../../durable-objects/classes/plan.ts";
import { ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import type { Api, Handler } from "../../product.ts";
import { runnable } from "../serving/runnable.ts";
import { type Deployment, Deployments, type Split } from "../store/deployments.ts";
import type { Script } from "../store/scripts.ts";
import { type Version, Versions } from "../store/versions.ts";
import { foundScript, foundVersion } from "./lookup.ts";

/** Only so many of a script's newest versions can be deployed. Source: Cloudflare's limits of gradual deployments. */
export const DEPLOYABLE = 100;

const NewDeployment = z.object({
  strategy: z.literal("percentage"),
  versions: z.array(z.object({ version_id: z.string(), percentage: z.number().min(0).max(100) })),
  annotations: z.record(z.string(), z.string()).default({}),
});

export const list: Handler = (c) => {
  const deployments = c.env.store.of(Deployments).list(foundScript(c).name);
  return ok(c, { deployments: deployments.map(deploymentView) });
};

export const get: Handler = (c) => ok(c, deploymentView(foundDeployment(c)));

/** Forgets a deployment of the past. */
export const remove: Handler = (c) => {
  const { id } = foundDeployment(c);
  if (id === c.env.store.of(Deployments).current(foundScript(c).name)?.id) {
    throw new ApiError(400, 100150, "The deployment that serves cannot be deleted.");
  }
  c.env.store.of(Deployments).delete(id);
  return ok(c, null);
};

function foundDeployment(c: Context<Api>): Deployment {
  const deployments = c.env.store.of(Deployments).list(foundScript(c).name);
  const deployment = deployments.find(({ id }) => id === c.req.param("deployment"));
  if (!deployment) throw new ApiError(404, 100147, "The requested deployment could not be found.");
  return deployment;
}

export const create: Handler = async (c) => {
  const script = foundScript(c);
  const asked = await body(c, NewDeployment);
  const newest = c.env.store.of(Versions).list(script.name)[0]?.number ?? 0;
  const split = asked.versions.map(({ version_id, percentage }) => {
    const version = foundVersion(c, script, version_id);
    if (version.number <= newest - DEPLOYABLE) {
      throw new ApiError(400, 100164, `Only the last ${DEPLOYABLE} versions can be deployed.`);
    }
    return { version_id: version.id, percentage };
  });
  checkSplit(split);
  checkObjects(c, script, split);
  if (c.req.query("force") !== "true") checkSecrets(c, script, split);
  const deployment = c.env.store.of(Deployments).create(script.name, split, asked.annotations);
  warmUp(c, split);
  await c.env.hosts.settle(script.name);
  return ok(c, deploymentView(deployment));
};

/** Starts what is about to be asked for, so that the first request does not wait for it. */
export function warmUp(c: Context<Api>, split: Split): void {
  for (const { version_id } of split) {
    const version = c.env.store.of(Versions).get(version_id);
    // A version that does not start says so to whoever asks for it.
    if (version?.upload.mainModule) c.env.fleet.run(runnable(c.env, version)).catch(() => undefined);
  }
}

function checkSplit(split: Split): void {
  const ids = new Set(split.map(({ version_id }) => version_id));
  if (split.length < 1 || split.length > 2 || ids.size !== split.length) {
    throw new ApiError(400, 100148, "A deployment has one version, or two different ones.");
  }
  const total = split.reduce((sum, { percentage }) => sum + percentage, 0);
  if (Math.abs(total - 100) > 0.011) {
    throw new ApiError(400, 100149, `The percentages must add up to 100, not ${total}.`);
  }
}

/**
 * Refuses versions from before a Durable Object migration: their code does not fit the classes of today.
 * Source: developers.cloudflare.com/workers/versions-and-deployments/rollbacks
 */
function checkObjects(c: Context<Api>, script: Script, split: Split): void {
  const now = signature(c.env.store.of(ObjectNamespaces).of(script.name));
  for (const { version_id } of split) {
    const { upload } = foundVersion(c, script, version_id);
    const then = Object.entries(upload.objects).map(([className, id]) => ({ className, id }));
    if (signature(then) === now) continue;
    throw new ApiError(
      400,
      100405,
      `The Durable Object classes of version ${version_id} are not those that ${script.name} has now: ` +
        "there was a migration since.",
    );
  }
}

/**
 * Refuses to go back to a version from before a secret was changed, unless forced: it has the secret of then.
 * Source: wrangler, which asks and then forces.
 */
function checkSecrets(c: Context<Api>, script: Script, split: Split): void {
  const versions = c.env.store.of(Versions).list(script.name);
  const changed = versions.find(({ upload }) => upload.annotations["workers/triggered_by"] === "secret");
  if (!changed) return;
  for (const { version_id } of split) {
    const version = foundVersion(c, script, version_id);
    if (version.number >= changed.number || secretsOf(version) === secretsOf(changed)) continue;
    throw new ApiError(
      400,
      10220,
      `A secret was changed since version ${version_id} was uploaded, which has the old one. Use force to deploy it.`,
    );
  }
}

function secretsOf({ upload }: Version): string {
  const secrets = upload.bindings.filter(({ type }) => type === "secret_text");
  return JSON.stringify(secrets.toSorted((a, b) => a.name.localeCompare(b.name)));
}

function deploymentView({ id, createdOn, versions, annotations }: Deployment) {
  return {
    id,
    source: "api",
    strategy: "percentage",
    author_email: "you@localhost",
    created_on: createdOn,
    annotations,
    versions,
  };
}
