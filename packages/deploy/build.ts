/**
 * Assembles the package as it is published: `bun build.ts [folder]`, `dist` if none is given. The `kit` command as
 * JavaScript, a file for each command beside what several share, so that it starts at once; the sources, which apps
 * import; a manifest. In this repository the command runs from its sources: an edit takes effect at once.
 */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { BunPlugin } from "bun";
import manifest from "./package.json" with { type: "json" };

const here = import.meta.dirname;
const folder = resolve(process.argv[2] ?? join(here, "dist"));

/** Not for those who install it. */
const UNPUBLISHED = /(\.test|\.fixture|\.contract)\.ts$|^simulation\//;

/** What is loaded by few commands, and when they need it. */
const EXTERNAL = ["alchemy", "libsodium-wrappers", "@octokit/request", "@octokit/request-error"];

/** The command tells the version that is in the package's manifest, as the sources do. */
const ownManifest: BunPlugin = {
  name: "the package's manifest, beside the bundle",
  setup: (build) => {
    build.onResolve({ filter: /^(\.\.\/)+package\.json$/ }, () => ({
      path: "../package.json",
      external: true,
    }));
  },
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await Promise.all([bundle(), copySources(), cp(join(here, "../../LICENSE"), join(folder, "LICENSE"))]);
const { scripts: _scripts, publishConfig: _publishConfig, ...rest } = manifest;
const published = { ...rest, bin: { kit: "./lib/main.js" }, files: ["lib", "src"] };
await writeFile(join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);

async function bundle(): Promise<void> {
  const { outputs } = await Bun.build({
    entrypoints: [join(here, "src/cli/main.ts")],
    target: "bun",
    splitting: true,
    plugins: [ownManifest],
    external: EXTERNAL,
    naming: { entry: "[name].js", chunk: "[name]-[hash].js" },
  });
  for (const output of outputs) await Bun.write(join(folder, "lib", output.path), output);
}

async function copySources(): Promise<void> {
  const files = [...new Bun.Glob("**/*").scanSync({ cwd: join(here, "src") })];
  for (const file of files.filter((file) => !UNPUBLISHED.test(file))) {
    const to = join(folder, "src", file);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(here, "src", file), to);
  }
}
