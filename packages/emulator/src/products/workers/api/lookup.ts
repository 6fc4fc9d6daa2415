import type { Context } from "hono";
import { type Api, param } from "../../../api/context.ts";
import { ApiError } from "../../../api/envelope.ts";
import { ScriptName } from "../../../store/ids.ts";
import type { Queue } from "../../queues/store/queues.ts";
import { mainVersionOf } from "../store/main-version.ts";
import type { Script } from "../store/scripts.ts";
import type { Version } from "../store/versions.ts";

/** @throws ApiError 10007 when no script has the name in the path */
export function foundScript(c: Context<Api>): Script {
  const script = c.var.store.scripts.get(param(c, "script"));
  if (!script) throw scriptNotFound();
  return script;
}

export function scriptNotFound(): ApiError {
  return new ApiError(404, 10007, "This Worker does not exist on your account.");
}

/** @throws ApiError 400 when the name in the path cannot be a Worker's */
export function validScriptName(c: Context<Api>): ScriptName {
  const name = ScriptName.safeParse(param(c, "script"));
  if (name.success) return name.data;
  throw new ApiError(
    400,
    10016,
    "Script name is invalid: up to 63 of lowercase letters, digits, dashes and underscores, no dash at either end.",
  );
}

/** @throws ApiError 100146 when the script has no such version */
export function foundVersion(c: Context<Api>, script: Script, id: string): Version {
  const version = c.var.store.versions.get(dashed(id));
  if (version?.script === script.name) return version;
  throw new ApiError(
    404,
    100146,
    "The requested Worker version could not be found, please check the ID being passed and try again.",
  );
}

/** The version with the greatest part of the traffic: what "the settings" of a script are. */
export function mainVersion(c: Context<Api>, script: Script): Version | undefined {
  return mainVersionOf(c.var.store, script.name);
}

/** @throws ApiError 11000 when no queue has the id in the path */
export function foundQueue(c: Context<Api>): Queue {
  const queue = c.var.store.queues.get(param(c, "queue"));
  if (!queue) throw new ApiError(404, 11000, "Queue not found. Please check the ID and try again.");
  return queue;
}

/** Cloudflare gives version ids without dashes in places, and clients send them back so. */
function dashed(id: string): string {
  return id.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5");
}
