import type { Context } from "hono";
import { ApiError } from "../../../api/envelope.ts";
import type { RunnableVersion } from "../../../runtime/program.ts";
import { WorkerdRefused } from "../../../runtime/workerd.ts";
import type { ScriptName } from "../../../store/ids.ts";
import type { Api } from "../../product.ts";
import { objectsOf } from "../stateful-services.ts";
import { type ObjectNamespace, ObjectNamespaces } from "../store/namespaces.ts";
import { type Exports, reconcile } from "./exports.ts";
import { changesClasses, type Migrations, migrate } from "./migrations.ts";

/** What an upload makes of its Worker's Durable Object classes. */
export interface ObjectPlan {
  namespaces: ObjectNamespace[];
  /** The migration tag to remember. */
  tag: string | undefined;
}

/** What of an upload's metadata tells of Durable Object classes. */
export interface AskedObjects {
  migrations?: Migrations | null | undefined;
  exports?: Exports | null | undefined;
}

/**
 * @param versioned whether it is a version upload, which may not change classes
 * @throws ApiError 10211 when it does, and whatever `migrate` or `reconcile` refuse
 */
export function planObjects(
  c: Context<Api>,
  script: ScriptName,
  { migrations, exports }: AskedObjects,
  versioned: boolean,
): ObjectPlan {
  const objects = c.env.store.of(ObjectNamespaces);
  const before = objects.of(script);
  if (exports && Object.values(exports).some(({ type }) => type === "durable-object")) {
    const namespaces = reconcile(exports, script, before);
    if (versioned && signature(namespaces) !== signature(before)) throw notInAVersion();
    return { namespaces, tag: undefined };
  }
  if (!migrations) return { namespaces: before, tag: undefined };
  if (versioned) {
    if (changesClasses(migrations)) throw notInAVersion();
    return { namespaces: before, tag: undefined };
  }
  const elsewhere = (other: string, className: string) => objects.find(other, className);
  const from = { script, tag: objects.tag(script), namespaces: before, elsewhere };
  return { namespaces: migrate(migrations, from), tag: migrations.new_tag ?? undefined };
}

/**
 * Proves that a version has the classes whose objects it is to run, by trying.
 * @throws ApiError 10070 for one that is new, 10064 for one that has objects already
 */
export async function proveThatClassesAreThere(
  c: Context<Api>,
  version: RunnableVersion,
  namespaces: readonly ObjectNamespace[],
): Promise<void> {
  const { store, hosts } = c.env;
  const others = hosts.services(version.script).filter(({ objectClass }) => objectClass === undefined);
  const stateful = [...namespaces.map(objectsOf), ...others];
  if (stateful.length === 0) return;
  const [missing] = await hosts.missing(version, stateful).catch((error) => {
    // A workflow's class is not there.
    if (error instanceof WorkerdRefused) throw new ApiError(400, 10021, error.message);
    throw error;
  });
  if (missing === undefined) return;
  if (store.of(ObjectNamespaces).find(version.script, missing)) {
    throw new ApiError(
      400,
      10064,
      `New version of script does not export class '${missing}' which is depended on by existing Durable Objects. ` +
        "If you want to delete the class, use a delete-class migration.",
    );
  }
  throw new ApiError(
    400,
    10070,
    `Cannot apply new-class migration to class '${missing}' that is not exported by script.`,
  );
}

/** Which classes are kept where: equal for versions that can serve side by side. */
export function signature(namespaces: readonly Pick<ObjectNamespace, "id" | "className">[]): string {
  return JSON.stringify(namespaces.map(({ id, className }) => `${className}:${id}`).toSorted());
}

function notInAVersion(): ApiError {
  return new ApiError(
    400,
    10211,
    "Version upload failed. You attempted to upload a version of a Worker that includes a Durable Object migration, " +
      "but migrations must be fully applied via a non-versioned deployment.",
  );
}
