import { join } from "node:path";
import { parseInsertions, readFiles } from "@alchemy-kit/generators";
import { OPTIONS } from "@alchemy-kit/generators/compile";
import type { BunPlugin } from "bun";
import Handlebars from "handlebars";

/**
 * Has the published package know what Handlebars makes of the texts in these folders, so that it need not load
 * the compiler, which takes longer than all else that stamping does. A text that somebody has changed is compiled
 * when it is stamped, as ever.
 */
export async function precompiled(folders: readonly string[]): Promise<BunPlugin> {
  const texts = (await Promise.all(folders.map(textsIn))).flat();
  const known = [...new Set(texts)].map(
    (text) => `[${JSON.stringify(text)}, ${Handlebars.precompile(text, OPTIONS)}]`,
  );
  const contents = `
    import Runtime from "handlebars/runtime.js";
    const known = new Map([${known.join(",\n")}]);
    export function compile(text) {
      const made = known.get(text);
      return made ? Runtime.template(made) : require("handlebars").compile(text, ${JSON.stringify(OPTIONS)});
    }`;
  return {
    name: "texts that are compiled already",
    setup: (build) => {
      build.onLoad({ filter: /generators[\\/]src[\\/]template[\\/]compile\.ts$/ }, () => ({
        contents,
        loader: "js",
      }));
    },
  };
}

async function textsIn(folder: string): Promise<string[]> {
  const files = await readFiles(folder);
  return files.flatMap(({ path, text }) => {
    if (typeof text !== "string") return [];
    if (path.endsWith(".insert"))
      return parseInsertions(join(folder, path), text).map((insertion) => insertion.text);
    return path.endsWith(".hbs") ? [text] : [];
  });
}
