import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, relative, sep } from "node:path";
import type { EnvironmentReads } from "../../core/variables.ts";
import { hasProgram } from "../build.ts";
import type { AppPlace } from "../workspace.ts";
import { type ModuleReads, moduleReads } from "./module-reads.ts";

const loaders: Record<string, "ts" | "tsx" | "js" | "jsx"> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
};

/** Not the app's own, though a repository may have them as workspaces. */
const notOwn = /^(?:alchemy|@kit\/deploy|@alchemy-kit\/[^/]+)(?:\/|$)/;

/** Given to the program by the kit, whatever the environment says. */
const given =
  /^(?:CLOUDFLARE_(?:API_TOKEN|API_KEY|EMAIL|ACCOUNT_ID|BASE_URL|API_BASE_URL)|ALCHEMY_(?:PASSWORD|TELEMETRY_DISABLED)|KIT_.+)$/;

/** Tell of the machine that a command runs on, not of the app. */
const ofTheMachine =
  /^(?:CI|GITHUB_ACTIONS|NODE_ENV|HOME|PATH|PWD|USER|LOGNAME|SHELL|HOSTNAME|TMPDIR|TMP|TEMP|TERM|LANG|TZ|NO_COLOR|FORCE_COLOR)$/;

/**
 * Finds which variables an app's program reads: alchemy.run.ts and all that it imports of the repository's own
 * sources, workspace packages too. Packages that are installed are left out, as is what the kit itself gives to the
 * program, and what tells of the machine. The result depends on the sources alone.
 */
export async function programReads(app: Pick<AppPlace, "dir">): Promise<EnvironmentReads> {
  if (!hasProgram(app)) return { names: [], unnamed: [] };
  const names = new Set<string>();
  const words = new Set<string>();
  const unnamed: string[] = [];
  const found = await readOwnModules(realpathSync(join(app.dir, "alchemy.run.ts")));
  for (const [file, reads] of found) {
    for (const name of reads?.names ?? []) names.add(name);
    for (const name of reads?.words ?? []) words.add(name);
    if (!reads || reads.unnamed) unnamed.push(relative(realpathSync(app.dir), file).split(sep).join("/"));
  }
  if (unnamed.length > 0) for (const name of words) names.add(name);
  const compared = [...names].filter((name) => !given.test(name) && !ofTheMachine.test(name));
  return { names: compared.toSorted(), unnamed: unnamed.toSorted() };
}

/** Every module of the repository's own that one leads to; `undefined` for one that cannot be parsed. */
async function readOwnModules(entry: string): Promise<Map<string, ModuleReads | undefined>> {
  const found = new Map<string, ModuleReads | undefined>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    const reads = await readModule(file);
    found.set(file, reads);
    for (const path of reads?.imports ?? []) {
      const next = resolveOwn(path, dirname(file));
      if (next !== undefined) open.push(next);
    }
  }
  return found;
}

async function readModule(file: string): Promise<ModuleReads | undefined> {
  const loader = loaders[extname(file)];
  const transpiler = new Bun.Transpiler({
    ...(loader && { loader }),
    target: "bun",
    deadCodeElimination: false,
  });
  try {
    return moduleReads(transpiler.transformSync(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** The file that an import leads to, if it is code of the repository's own. What does not resolve fails the bundle. */
function resolveOwn(path: string, from: string): string | undefined {
  if (notOwn.test(path)) return undefined;
  try {
    const file = realpathSync(Bun.resolveSync(path, from));
    return loaders[extname(file)] && !file.includes(`${sep}node_modules${sep}`) ? file : undefined;
  } catch {
    return undefined;
  }
}
