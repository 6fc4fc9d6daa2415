import { normalize } from "node:path/posix";

/** A folder that the kit releases as it is, and where it looks for that. */
export type Copy = { from: string; to: string };

/** The last step of the app's build: leaves what the kit releases where it looks for it. */
export function buildScript(copies: readonly Copy[]): string {
  const needed = copies
    .map(({ from, to }) => ({ from: normalize(from).replace(/\/$/, ""), to }))
    .filter(({ from, to }) => from !== to);
  return [
    "// Makes of the app what the kit releases: its Worker in dist/worker, and beside it what is taken as it is.",
    ...(needed.length > 0 ? [`import { ${importsFor(needed)} } from "node:fs/promises";`] : []),
    'import { builtinModules } from "node:module";',
    "",
    ...needed.flatMap(placing),
    BUNDLE,
  ].join("\n");
}

function importsFor(copies: readonly Copy[]): string {
  const names = copies.flatMap(({ from }) => (from === "dist" ? ["mkdir", "rename"] : ["cp"]));
  return [...new Set(names)].sort().join(", ");
}

/** A folder cannot be copied into itself: then it is moved. */
function placing({ from, to }: Copy): string[] {
  if (from !== "dist") return [`await cp("${from}", "${to}", { recursive: true });`];
  return ['await rename("dist", "kit/dist");', 'await mkdir("dist");', `await rename("kit/dist", "${to}");`];
}

const BUNDLE = `const bare = builtinModules.filter((name) => !name.includes(":"));
const builtins = {
  name: "Node's modules, by the names that workerd knows",
  setup(build) {
    build.onResolve({ filter: new RegExp(\`^(\${bare.join("|")})$\`) }, ({ path }) => ({
      path: \`node:\${path}\`,
      external: true,
    }));
  },
};

await Bun.build({
  entrypoints: ["kit/worker.js"],
  outdir: "dist/worker",
  target: "browser",
  conditions: ["workerd", "worker"],
  external: ["cloudflare:*", "node:*"],
  loader: { ".html": "text", ".sql": "text", ".txt": "text" },
  plugins: [builtins],
});
`;
