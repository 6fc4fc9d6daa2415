import type { Context } from "hono";
import { ok, page } from "../../../api/envelope.ts";
import { param, validScriptName } from "../../../api/request.ts";
import { ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import type { Api, Handler } from "../../product.ts";
import { Deployments } from "../store/deployments.ts";
import { type Script, type ScriptSettings, Scripts } from "../store/scripts.ts";
import { type Version, Versions } from "../store/versions.ts";
import { warmUp } from "./deployments.ts";
import { foundScript, mainVersion, scriptNotFound } from "./lookup.ts";
import { type Metadata, receiveUpload } from "./upload.ts";
import { etag } from "./version-view.ts";

export const list: Handler = (c) =>
  page(
    c,
    c.env.store
      .of(Scripts)
      .list()
      .map((script) => scriptView(c, script)),
  );

/** Uploads a version and gives it all the traffic, making the Worker if it is new. */
export const put: Handler = async (c) => {
  const { store } = c.env;
  const name = validScriptName(c);
  const before = store.of(Scripts).get(name);
  const previous = before && mainVersion(c, before);
  const { draft, metadata, objects } = await receiveUpload(c, name, previous, false);
  const version = store.transaction(() => {
    store.of(Scripts).create(name);
    store.of(ObjectNamespaces).replace(name, objects.namespaces);
    if (objects.tag !== undefined) store.of(ObjectNamespaces).saveTag(name, objects.tag);
    const saved = store.of(Versions).save(draft);
    store.of(Deployments).create(name, [{ version_id: saved.id, percentage: 100 }], {
      "workers/triggered_by": "upload",
      ...saved.upload.annotations,
    });
    store.of(Scripts).saveSettings(name, { ...before?.settings, ...settingsOf(metadata) });
    return saved;
  });
  store.of(Scripts).announce(name);
  warmUp(c, [{ version_id: version.id, percentage: 100 }]);
  await c.env.hosts.settle(name);
  const script = foundScript(c);
  return ok(c, { ...scriptView(c, script), startup_time_ms: 1 });
};

/** The code of the version with most traffic, as Cloudflare gives it: the modules, multipart. */
export const download: Handler = async (c) => {
  const version = mainVersion(c, foundScript(c));
  if (!version) throw scriptNotFound();
  const form = new FormData();
  for (const module of version.upload.modules) {
    const bytes = await Bun.file(c.env.store.blobs.path(module.blob)).bytes();
    form.append(module.name, new Blob([bytes]), module.name);
  }
  return new Response(form, { headers: { etag: etag(version) } });
};

export const remove: Handler = async (c) => {
  const { store } = c.env;
  const { name } = foundScript(c);
  store.of(Versions).forget(name);
  store.of(Deployments).forget(name);
  store.of(Scripts).delete(name);
  c.env.fleet.retire(({ script }) => script === name);
  await c.env.hosts.settle(name);
  return ok(c, { id: name });
};

/** The older view of a script that wrangler and alchemy ask for first. */
export const service: Handler = (c) => {
  const script = c.env.store.of(Scripts).get(param(c, "script"));
  if (!script) throw scriptNotFound();
  const environment = {
    environment: "production",
    created_on: script.createdOn,
    modified_on: script.modifiedOn,
    script: { last_deployed_from: "api", ...scriptView(c, script) },
  };
  return ok(c, {
    id: script.name,
    created_on: script.createdOn,
    modified_on: script.modifiedOn,
    usage_model: "standard",
    default_environment: environment,
    environments: [environment],
  });
};

function scriptView(c: Context<Api>, script: Script) {
  const version = mainVersion(c, script);
  return {
    id: script.name,
    tag: script.tag,
    tags: script.settings.tags ?? [],
    created_on: script.createdOn,
    modified_on: script.modifiedOn,
    usage_model: "standard",
    logpush: script.settings.logpush ?? false,
    handlers: ["fetch"],
    migration_tag: c.env.store.of(ObjectNamespaces).tag(script.name),
    ...(version && versionFields(version)),
  };
}

function versionFields(version: Version) {
  return {
    etag: etag(version),
    last_deployed_from: version.upload.source,
    has_assets: version.upload.assets !== undefined,
    has_modules: version.upload.mainModule !== undefined,
    compatibility_date: version.upload.compatibilityDate,
    compatibility_flags: version.upload.compatibilityFlags,
    entry_point: version.upload.mainModule,
    // wrangler makes the version's id of this by putting the dashes back.
    deployment_id: version.id.replaceAll("-", ""),
  };
}

function settingsOf({ tags, logpush, observability, tail_consumers }: Metadata): Partial<ScriptSettings> {
  return {
    ...(tags && { tags }),
    ...(logpush !== undefined && { logpush }),
    ...(observability !== undefined && { observability }),
    ...(tail_consumers !== undefined && { tail_consumers }),
  };
}
