import { ok, pageOf } from "../../../api/envelope.ts";
import { param } from "../../../api/request.ts";
import type { Handler } from "../../product.ts";
import { Versions } from "../store/versions.ts";
import { DEPLOYABLE } from "./deployments.ts";
import { foundScript, foundVersion, mainVersion } from "./lookup.ts";
import { receiveUpload } from "./upload.ts";
import { versionView } from "./version-view.ts";

/** Keeps a new version. Sends it no traffic. */
export const create: Handler = async (c) => {
  const script = foundScript(c);
  const previous = c.env.store.of(Versions).list(script.name)[0] ?? mainVersion(c, script);
  const { draft } = await receiveUpload(c, script.name, previous, true);
  return ok(c, versionView(c.env.store.transaction(() => c.env.store.of(Versions).save(draft))));
};

export const list: Handler = (c) => {
  const versions = c.env.store.of(Versions).list(foundScript(c).name);
  const { result, info } = pageOf(
    c,
    c.req.query("deployable") === "true" ? versions.slice(0, DEPLOYABLE) : versions,
  );
  return ok(c, { items: result.map(versionView) }, { info });
};

export const get: Handler = (c) => ok(c, versionView(foundVersion(c, foundScript(c), param(c, "version"))));
