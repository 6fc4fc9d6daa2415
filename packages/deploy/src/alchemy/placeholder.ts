import { z } from "zod";
import { ownerTag } from "../names/identity.ts";
import { type Api, resultOf } from "./api.ts";
import { type ClassMigration, type DurableObject, objectTags } from "./durable-objects.ts";
import { type OwnScript, scriptPath } from "./script.ts";

/** By which a placeholder's version is known. */
export const placeholderTag = "kit-placeholder";

/**
 * Makes a script that answers 503, so that the first release can come as a version, which needs a script to
 * belong to, and takes its traffic as any later one does. Bears the tag by which the kit knows its own.
 * @param objects the classes it is to bind
 * @param classes those that the script has already: each of its versions must have them all
 * @param migrations what makes those of them known that are new
 * @throws ApiError
 */
export async function placePlaceholder(
  api: Api,
  { name, app }: OwnScript,
  {
    compatibilityDate,
    objects,
    classes = [],
    migrations,
  }: {
    compatibilityDate: string;
    objects: readonly DurableObject[];
    classes?: readonly string[];
    migrations: ClassMigration;
  },
): Promise<void> {
  const metadata = {
    main_module: "placeholder.js",
    compatibility_date: compatibilityDate,
    tags: [ownerTag(app), ...objectTags(objects)],
    annotations: { "workers/tag": placeholderTag },
    bindings: objects.map(({ binding, className }) => ({
      type: "durable_object_namespace",
      name: binding,
      class_name: className,
    })),
    ...(objects.length > 0 && { migrations }),
  };
  const form = new FormData();
  form.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
  form.append(
    "placeholder.js",
    new Blob([code([...new Set([...objects.map(({ className }) => className), ...classes])])], {
      type: "application/javascript+module",
    }),
    "placeholder.js",
  );
  await resultOf(`make the Worker ${name}`, api.put(scriptPath(api, name), form), z.unknown());
}

function code(names: readonly string[]): string {
  const classes = names.map((name) => `export class ${name} extends DurableObject {}\n`);
  const head = classes.length > 0 ? `import { DurableObject } from "cloudflare:workers";\n` : "";
  return `${head}${classes.join("")}export default {
  fetch: () => new Response("Nothing is released here yet.\\n", { status: 503 }),
};
`;
}
