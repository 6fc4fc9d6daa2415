import { ScriptSettings } from "../store/scripts.ts";
import { body, type Handler } from "./context.ts";
import { ok } from "./envelope.ts";
import { foundScript, mainVersion } from "./lookup.ts";
import { bindingsView } from "./version-view.ts";

/** What is not versioned. */
export const getScript: Handler = (c) => ok(c, shared(foundScript(c).settings));

export const patchScript: Handler = async (c) => {
  const script = foundScript(c);
  const settings = { ...script.settings, ...(await body(c, ScriptSettings.partial())) };
  c.var.store.scripts.saveSettings(script.name, settings);
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
    placement: {},
  });
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
