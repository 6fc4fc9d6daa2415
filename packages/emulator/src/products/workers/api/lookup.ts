import type { Context } from "hono";
import { ApiError } from "../../../api/envelope.ts";
import { param } from "../../../api/request.ts";
import type { Api } from "../../product.ts";
import { mainVersionOf } from "../store/main-version.ts";
import { type Script, Scripts } from "../store/scripts.ts";
import { type Version, Versions } from "../store/versions.ts";

/** @throws ApiError 10007 when no script has the name in the path */
export function foundScript(c: Context<Api>): Script {
  const script = c.env.store.of(Scripts).get(param(c, "script"));
  if (!script) throw scriptNotFound();
  return script;
}

export function scriptNotFound(): ApiError {
  return new ApiError(404, 10007, "This Worker does not exist on your account.");
}

/** @throws ApiError 100146 when the script has no such version */
export function foundVersion(c: Context<Api>, script: Script, id: string): Version {
  const version = c.env.store.of(Versions).get(dashed(id));
  if (version?.script === script.name) return version;
  throw new ApiError(
    404,
    100146,
    "The requested Worker version could not be found, please check the ID being passed and try again.",
  );
}

/** The version with the greatest part of the traffic: what "the settings" of a script are. */
export function mainVersion(c: Context<Api>, script: Script): Version | undefined {
  return mainVersionOf(c.env.store, script.name);
}

/** Cloudflare gives version ids without dashes in places, and clients send them back so. */
function dashed(id: string): string {
  return id.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5");
}
