import { z } from "zod";
import { ownerTag } from "../core/identity.ts";
import { type Api, resultOf } from "./api.ts";
import { type OwnScript, scriptPath } from "./script.ts";

/** A Durable Object class of the Worker, which its script must have before a version may bind it. */
export type DurableObject = { binding: string; id: string; className: string; sqlite: boolean };

/**
 * Makes a script that answers 503, so that the first release can come as a version, which needs a script to
 * belong to, and takes its traffic as any later one does. Bears the tag by which the kit knows its own.
 * @throws ApiError
 */
export async function placePlaceholder(
  api: Api,
  { name, app }: OwnScript,
  { compatibilityDate, objects }: { compatibilityDate: string; objects: readonly DurableObject[] },
): Promise<void> {
  const classes = (sqlite: boolean) => objects.filter((it) => it.sqlite === sqlite).map((it) => it.className);
  const metadata = {
    main_module: "placeholder.js",
    compatibility_date: compatibilityDate,
    // alchemy finds the classes of a script again by tags of this form.
    tags: [ownerTag(app), ...objects.map(({ id, binding }) => `alchemy:do:${id}:${binding}`)],
    annotations: { "workers/tag": "kit-placeholder" },
    bindings: objects.map(({ binding, className }) => ({
      type: "durable_object_namespace",
      name: binding,
      class_name: className,
    })),
    ...(objects.length > 0 && {
      migrations: { new_tag: "alchemy:v1", new_sqlite_classes: classes(true), new_classes: classes(false) },
    }),
  };
  const form = new FormData();
  form.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
  form.append(
    "placeholder.js",
    new Blob([code(objects)], { type: "application/javascript+module" }),
    "placeholder.js",
  );
  await resultOf(`make the Worker ${name}`, api.put(scriptPath(api, name), form), z.unknown());
}

function code(objects: readonly DurableObject[]): string {
  const classes = objects.map(({ className }) => `export class ${className} extends DurableObject {}\n`);
  const head = classes.length > 0 ? `import { DurableObject } from "cloudflare:workers";\n` : "";
  return `${head}${classes.join("")}export default {
  fetch: () => new Response("Nothing is released here yet.\\n", { status: 503 }),
};
`;
}
