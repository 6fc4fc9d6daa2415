/**
 * Assembles the package as it is published: `bun build.ts [folder]`, `dist` if none is given. One JavaScript file
 * for each command, that runs on Node and on Bun with nothing to install; the templates; the generators' source, to eject; a manifest.
 */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readKitSource } from "@alchemy-kit/generators/source";
import { WORKFLOWS } from "@alchemy-kit/generators/workflows";
import type { BunPlugin } from "bun";
import manifest from "./package.json" with { type: "json" };
import { precompiled } from "./precompile.ts";
import { readSharedFiles } from "./src/shared-files.ts";

const here = import.meta.dirname;
const clone = join(here, "../..");
const folder = resolve(process.argv[2] ?? join(here, "dist"));

/** Its CommonJS requires its parts in a way that no bundler sees, and Bun takes that for Node. */
const jsoncParser: BunPlugin = {
  name: "jsonc-parser as ESM",
  setup: (build) => {
    const main = Bun.resolveSync("jsonc-parser", join(clone, "generators"));
    build.onResolve({ filter: /^jsonc-parser$/ }, () => ({ path: main.replace("/umd/", "/esm/") }));
  },
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await Promise.all([
  bundle(),
  cp(join(clone, "templates"), join(folder, "templates"), { recursive: true, filter: isSource }),
  cp(join(here, "template"), join(folder, "repository"), { recursive: true }),
  ...Object.keys(WORKFLOWS).map((name) =>
    cp(join(clone, `.github/workflows/${name}.yml`), join(folder, `workflows/${name}.yml`)),
  ),
  cp(join(here, "README.md"), join(folder, "README.md")),
  cp(join(clone, "LICENSE"), join(folder, "LICENSE")),
]);
for (const { path, text } of await readSharedFiles(clone)) {
  await Bun.write(join(folder, "repository", path), text);
}
await Bun.write(join(folder, "source.json"), JSON.stringify(await readKitSource()));
const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  publishConfig: _publishConfig,
  ...published
} = manifest;
await writeFile(join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);

/** What only some calls need (prompts, diffs, the journal's schema) goes into files of its own beside the commands. */
async function bundle(): Promise<void> {
  const entrypoints = {
    "create-alchemy-kit": join(here, "src/main.ts"),
    "kit-gen": join(clone, "generators/src/main.ts"),
  };
  for (const [name, entrypoint] of Object.entries(entrypoints)) {
    const { outputs } = await Bun.build({
      entrypoints: [entrypoint],
      target: "node",
      splitting: true,
      plugins: [jsoncParser, await precompiled([join(clone, "templates"), join(here, "template")])],
      // handlebars does without it where it is not there, and is a quarter smaller for that.
      external: ["source-map"],
      minify: { whitespace: true, syntax: true },
      naming: { entry: `${name}.js`, chunk: `${name}-[hash].js` },
    });
    for (const output of outputs) {
      await Bun.write(join(folder, "lib/cli", output.path), output);
    }
  }
}

function isSource(path: string): boolean {
  return !/[\\/](node_modules|dist|\.alchemy|\.kit|\.turbo)([\\/]|$)/.test(path.slice(clone.length));
}
