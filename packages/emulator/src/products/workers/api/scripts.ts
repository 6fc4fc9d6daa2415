import type { Context } from "hono";
import { type Api, type Handler, param } from "../../../api/context.ts";
import { ok, page } from "../../../api/envelope.ts";
import { settleObjects } from "../../durable-objects/api/namespaces.ts";
import { referencesTo } from "../../references/api/references.ts";
import type { Script, ScriptSettings } from "../store/scripts.ts";
import type { Version } from "../store/versions.ts";
import { warmUp } from "./deployments.ts";
import { foundScript, mainVersion, scriptNotFound, validScriptName } from "./lookup.ts";
import { type Metadata, receiveUpload } from "./upload.ts";
import { etag } from "./version-view.ts";

export const list: Handler = (c) =>
  page(
    c,
    c.var.store.scripts.list().map((script) => scriptView(c, script)),
  );

/** Uploads a version and gives it all the traffic, making the Worker if it is new. */
export const put: Handler = async (c) => {
  const { store } = c.var;
  const name = validScriptName(c);
  const before = store.scripts.get(name);
  const previous = before && mainVersion(c, before);
  const { draft, metadata, objects } = await receiveUpload(c, name, previous, false);
  const version = store.transaction(() => {
    store.scripts.create(name);
    store.objects.replace(name, objects.namespaces);
    if (objects.tag !== undefined) store.objects.saveTag(name, objects.tag);
    const saved = store.versions.save(draft);
    store.deployments.create(name, [{ version_id: saved.id, percentage: 100 }], {
      "workers/triggered_by": "upload",
      ...saved.upload.annotations,
    });
    store.scripts.saveSettings(name, { ...before?.settings, ...settingsOf(metadata) });
    return saved;
  });
  store.scripts.announce(name);
  warmUp(c, [{ version_id: version.id, percentage: 100 }]);
  await settleObjects(c, name);
  const script = foundScript(c);
  return ok(c, { ...scriptView(c, script), startup_time_ms: 1 });
};

/** The code of the version with most traffic, as Cloudflare gives it: the modules, multipart. */
export const download: Handler = async (c) => {
  const version = mainVersion(c, foundScript(c));
  if (!version) throw scriptNotFound();
  const form = new FormData();
  for (const module of version.upload.modules) {
    const bytes = await Bun.file(c.var.store.blobs.path(module.blob)).bytes();
    form.append(module.name, new Blob([bytes]), module.name);
  }
  return new Response(form, { headers: { etag: etag(version) } });
};

export const remove: Handler = async (c) => {
  const { store } = c.var;
  const { name } = foundScript(c);
  store.versions.forget(name);
  store.deployments.forget(name);
  store.scripts.delete(name);
  c.var.fleet.retire(({ script }) => script === name);
  await settleObjects(c, name);
  return ok(c, { id: name });
};

/** The older view of a script that wrangler and alchemy ask for first. */
export const service: Handler = (c) => {
  const script = c.var.store.scripts.get(param(c, "script"));
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

/** The newer view of a script, of which wrangler wants little. */
export const worker: Handler = (c) => {
  const script = foundScript(c);
  return ok(c, {
    id: script.tag,
    name: script.name,
    created_on: script.createdOn,
    updated_on: script.modifiedOn,
    tags: script.settings.tags ?? [],
    logpush: script.settings.logpush ?? false,
    observability: script.settings.observability ?? { enabled: false },
    tail_consumers: script.settings.tail_consumers ?? [],
    subdomain: script.subdomain,
    references: referencesTo(c, script),
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
    migration_tag: c.var.store.objects.tag(script.name),
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
