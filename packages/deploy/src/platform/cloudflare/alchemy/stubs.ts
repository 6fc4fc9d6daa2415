import type { putWorker } from "alchemy/cloudflare";

export type Bundle = Parameters<typeof putWorker>[1]["scriptBundle"];

const path = "kit-classes.js";

/**
 * A Worker's code that also exports classes which are none of its own: a script's versions must all have all of
 * its Durable Object classes. What code does not know, it does not call; the objects and what they keep stay.
 * @param classes that the code lacks
 */
export function withStubs(bundle: Bundle, classes: readonly string[]): Bundle {
  if (classes.length === 0) return bundle;
  const main = JSON.stringify(`./${bundle.entrypoint}`);
  const content = `import { DurableObject } from "cloudflare:workers";
export * from ${main};
export { default } from ${main};
${classes.map((name) => `export class ${name} extends DurableObject {}\n`).join("")}`;
  return { ...bundle, entrypoint: path, modules: [...bundle.modules, { path, type: "esm", content }] };
}
