import { z } from "zod";
import { ok } from "../../../api/envelope.ts";
import { readParts } from "../../../api/multipart.ts";
import { check, parseJson } from "../../../api/request.ts";
import { proveThatClassesAreThere } from "../../durable-objects/classes/plan.ts";
import { ObjectNamespaces } from "../../durable-objects/store/namespaces.ts";
import type { Handler } from "../../product.ts";
import { runnable } from "../serving/runnable.ts";
import { deployChanged } from "./deploy-changed.ts";
import { foundScript, mainVersion, scriptNotFound } from "./lookup.ts";
import { checkMainModule, metadataText, proveThatItRuns, storeModules } from "./upload.ts";

const Metadata = z.object({ main_module: z.string() });

/** New code for a script, with the bindings and settings that it has. */
export const put: Handler = async (c) => {
  const script = foundScript(c);
  const current = mainVersion(c, script);
  if (!current) throw scriptNotFound();
  const parts = await readParts(c);
  const { main_module: mainModule } = check(Metadata, parseJson(metadataText(parts)));
  const modules = await storeModules(c, parts);
  checkMainModule(mainModule, modules);
  const annotations = { "workers/triggered_by": "upload" };
  await deployChanged(c, script, { ...current.upload, mainModule, modules, annotations }, async (draft) => {
    await proveThatItRuns(c, draft);
    await proveThatClassesAreThere(
      c,
      runnable(c.env, draft),
      c.env.store.of(ObjectNamespaces).of(script.name),
    );
  });
  return ok(c, { id: script.name, tag: script.tag });
};
