import { basename, extname, join } from "node:path";
import { hasProgram } from "./build.ts";
import type { App } from "./load-app.ts";
import { messageOf, Refusal } from "./refusal.ts";

/** The bundled infrastructure program of an app, and the Workers built for it where the app builds none itself. */
export interface Program {
  code: string;
  /** Path in the artifact → bytes. */
  workers: Map<string, Uint8Array>;
}

/**
 * The app's alchemy.run.ts as one file with its packages left out. An app without one gets the program that
 * its config's single Worker describes.
 * @throws Refusal when it cannot be bundled, or there is nothing to make a program from
 */
export async function bundleProgram(app: App): Promise<Program> {
  if (hasProgram(app)) {
    return { code: await bundle(app, join(app.dir, "alchemy.run.ts"), "bun"), workers: new Map() };
  }
  const [first, ...others] = Object.entries(app.config.resources);
  if (!first) {
    throw new Refusal(
      `apps/${app.name} has neither an alchemy.run.ts nor resources in its alchemy.config.ts.`,
      {
        kind: "usage",
      },
    );
  }
  if (others.length > 0) {
    throw new Refusal(
      `apps/${app.name} names several Workers; write an alchemy.run.ts that says how they belong together.`,
      {
        kind: "usage",
      },
    );
  }
  const [id, { script }] = first;
  const built = `dist/worker/${basename(script, extname(script))}.js`;
  const code = await bundle(app, join(app.dir, script), "browser");
  return {
    code: programFor(app.name, id, script),
    workers: new Map([[built, new TextEncoder().encode(code)]]),
  };
}

/** The alchemy program of an app with one Worker and nothing else. */
function programFor(app: string, id: string, script: string): string {
  return `import alchemy from "alchemy";
import { VersionMetadata } from "alchemy/cloudflare";
import { kitState, Worker } from "@kit/deploy/alchemy";

const app = await alchemy(${JSON.stringify(app)}, { stateStore: kitState });
await Worker(${JSON.stringify(id)}, {
  name: \`${app}-\${app.stage}\`,
  entrypoint: ${JSON.stringify(script.startsWith("./") ? script : `./${script}`)},
  bindings: { VERSION: VersionMetadata(), PROFILE: app.stage },
});
await app.finalize();
`;
}

async function bundle(app: App, entrypoint: string, target: "bun" | "browser"): Promise<string> {
  try {
    const result = await Bun.build({
      entrypoints: [entrypoint],
      root: app.dir,
      target,
      format: "esm",
      ...(target === "bun" ? { packages: "external" as const } : { external: ["cloudflare:*", "node:*"] }),
    });
    const [output] = result.outputs;
    if (output) return await output.text();
    throw new Error("the bundle is empty");
  } catch (error) {
    const reasons =
      error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : messageOf(error);
    throw new Refusal(`apps/${app.name}/${basename(entrypoint)} cannot be bundled: ${reasons}`, {
      cause: error,
    });
  }
}
