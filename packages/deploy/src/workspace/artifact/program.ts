import { basename, extname, join } from "node:path";
import { Refusal } from "../../names/user-error.ts";
import { buildEnv } from "../build-env.ts";
import { hasProgram } from "../has-program.ts";
import type { App } from "../load-app.ts";

/** Where a bundle is to run: the infrastructure program on Bun, a Worker on workerd. */
type Target = "bun" | "browser";

/**
 * What each leaves out of its bundle. The infrastructure program carries everything it imports, workspace packages and
 * npm packages too, so that a promotion runs what was deployed. alchemy and the kit are the platform that it runs on.
 */
const externals: Record<Target, readonly string[]> = {
  bun: ["alchemy", "alchemy/*", "@kit/deploy", "@kit/deploy/*"].map((name) => `--external=${name}`),
  browser: ["--external=cloudflare:*", "--external=node:*"],
};

/** The bundled infrastructure program of an app, and the Workers built for it where the app builds none itself. */
export interface Program {
  code: string;
  /** Path in the artifact → bytes. */
  workers: Map<string, Uint8Array>;
}

/**
 * The app's alchemy.run.ts as one file with everything it imports but alchemy and @kit/deploy. An app without one gets
 * the program that its config's single Worker describes.
 * @throws Refusal when it cannot be bundled, or there is nothing to make a program from
 */
export async function bundleProgram(app: App, env: NodeJS.ProcessEnv): Promise<Program> {
  if (hasProgram(app)) {
    return { code: await bundle(app, "alchemy.run.ts", "bun", env), workers: new Map() };
  }
  const [first, ...others] = Object.entries(app.config.resources);
  if (!first) {
    throw new Refusal(
      "program-missing",
      `apps/${app.name} has neither an alchemy.run.ts nor resources in its alchemy.config.ts.`,
      {
        kind: "usage",
      },
    );
  }
  if (others.length > 0) {
    throw new Refusal(
      "several-workers",
      `apps/${app.name} names several Workers; write an alchemy.run.ts that says how they belong together.`,
      {
        kind: "usage",
      },
    );
  }
  const [id, { script }] = first;
  const built = `dist/worker/${basename(script, extname(script))}.js`;
  const code = await bundle(app, script, "browser", env);
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

/**
 * Bundles in a process of its own that stands in the app's folder: the paths in the bundle's comments are
 * relative to where the bundler stands, and must not tell where somebody called the kit.
 */
async function bundle(app: App, entrypoint: string, target: Target, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ["build", join(".", entrypoint), `--target=${target}`, "--format=esm", ...externals[target]];
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: app.dir,
    env: buildEnv(env),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [code, said, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (exitCode === 0) return code;
  const reasons = [...said.matchAll(/^error: (.*)$/gm)].map(([, reason]) => reason).join("; ");
  throw new Refusal(
    "program-not-bundled",
    `apps/${app.name}/${basename(entrypoint)} cannot be bundled: ${reasons || said.trim() || `exit code ${exitCode}`}`,
  );
}
