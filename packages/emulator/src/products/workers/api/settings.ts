import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { partText, readParts } from "../../../api/multipart.ts";
import { body, check, parseJson } from "../../../api/request.ts";
import { ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import type { Handler } from "../../product.ts";
import { ScriptSettings, Scripts } from "../store/scripts.ts";
import { deployChanged } from "./deploy-changed.ts";
import { foundScript, mainVersion, scriptNotFound } from "./lookup.ts";
import { proveThatItRuns } from "./upload.ts";
import { resolveBindings } from "./upload-bindings.ts";
import { checkCompatibilityDate } from "./upload-limits.ts";
import { bindingsView } from "./version-view.ts";

const Changes = ScriptSettings.partial().extend({
  bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })).nullish(),
  compatibility_date: z.string().nullish(),
  compatibility_flags: z.array(z.string()).nullish(),
});

/** What is not versioned. */
export const getScript: Handler = (c) => ok(c, shared(foundScript(c).settings));

export const patchScript: Handler = async (c) => {
  const script = foundScript(c);
  const settings = { ...script.settings, ...(await body(c, ScriptSettings.partial())) };
  c.env.store.of(Scripts).saveSettings(script.name, settings);
  return ok(c, shared(settings));
};

/** What is not versioned, together with what of the version with most traffic is. */
export const get: Handler = (c) => {
  const script = foundScript(c);
  const upload = mainVersion(c, script)?.upload;
  return ok(c, {
    ...shared(script.settings),
    bindings: bindingsView(upload?.bindings ?? []),
    compatibility_date: upload?.compatibilityDate,
    compatibility_flags: upload?.compatibilityFlags ?? [],
    usage_model: "standard",
  });
};

/** Changes bindings and settings of a script that stays as it is: a new version, live at once. */
export const patch: Handler = async (c) => {
  const script = foundScript(c);
  const current = mainVersion(c, script);
  if (!current) throw scriptNotFound();
  const part = (await readParts(c)).find(({ name }) => name === "settings");
  if (!part) throw new ApiError(400, 10001, "The body has no part named settings.");
  const asked = check(Changes, parseJson(partText(part)));
  const { bindings, compatibility_date, compatibility_flags, ...unversioned } = asked;
  if (compatibility_date != null) checkCompatibilityDate(compatibility_date);
  const resolved = resolveBindings(
    c,
    { bindings: bindings ?? [] },
    current,
    c.env.store.of(ObjectNamespaces).of(script.name),
  );
  const upload = {
    ...current.upload,
    ...(bindings && { bindings: resolved }),
    ...(compatibility_date != null && { compatibilityDate: compatibility_date }),
    ...(compatibility_flags && { compatibilityFlags: compatibility_flags }),
    annotations: { "workers/triggered_by": "settings" },
  };
  await deployChanged(c, script, upload, (draft) => proveThatItRuns(c, draft));
  c.env.store.of(Scripts).saveSettings(script.name, { ...script.settings, ...unversioned });
  return get(c);
};

function shared(settings: ScriptSettings) {
  return {
    ...settings,
    tags: settings.tags ?? [],
    logpush: settings.logpush ?? false,
    observability: settings.observability ?? { enabled: false },
    tail_consumers: settings.tail_consumers ?? null,
  };
}
