import type { Context } from "hono";
import type { Api } from "../../product.ts";
import { Deployments } from "../store/deployments.ts";
import type { Script } from "../store/scripts.ts";
import { type Upload, type Version, Versions } from "../store/versions.ts";
import { warmUp } from "./deployments.ts";

/**
 * Deploys a script's version with something about it changed: a new version, which gets all the traffic.
 * @param prove called with the version before it is kept; throws if it is not to be
 */
export async function deployChanged(
  c: Context<Api>,
  script: Script,
  upload: Upload,
  prove: (draft: Version) => Promise<void> = async () => undefined,
): Promise<void> {
  const { store } = c.env;
  const draft = store.of(Versions).draft(script.name, upload);
  await prove(draft);
  const split = store.transaction(() => {
    const saved = store.of(Versions).save(draft);
    const all = [{ version_id: saved.id, percentage: 100 }];
    store.of(Deployments).create(script.name, all, upload.annotations);
    return all;
  });
  warmUp(c, split);
  await c.env.hosts.settle(script.name);
}
