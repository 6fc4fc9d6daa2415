import type { Program, RunnableVersion } from "../../../runtime/program.ts";
import type { BindingPlace, Platform } from "../../product.ts";
import type { Version } from "../store/versions.ts";

/** A version as processes run it. */
export function runnable(platform: Platform, version: Version): RunnableVersion {
  return {
    id: version.id,
    script: version.script,
    bindings: version.upload.bindings,
    program: (homed) => programOf(platform, version, homed),
  };
}

function programOf(
  platform: Platform,
  { id, script, createdOn, upload }: Version,
  homed: BindingPlace["homed"],
): Program {
  const main = upload.modules.find((module) => module.name === upload.mainModule);
  const modules = main ? [main, ...upload.modules.filter((module) => module !== main)] : upload.modules;
  const version = { id, script, createdOn, tag: upload.annotations["workers/tag"] ?? "" };
  return {
    script,
    compatibilityDate: upload.compatibilityDate,
    compatibilityFlags: upload.compatibilityFlags,
    modules: modules.map(({ name, kind, blob }) => ({ name, kind, path: platform.store.blobs.path(blob) })),
    bindings: upload.bindings.map((binding) => {
      const kind = platform.bindings.get(binding.type);
      if (!kind) throw new Error(`The emulator has no bindings of type ${binding.type}.`);
      return kind.bind(binding, { platform, version, homed });
    }),
  };
}
