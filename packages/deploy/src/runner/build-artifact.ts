import { type Artifact, packArtifact } from "./artifact.ts";
import { build } from "./build.ts";
import type { App } from "./load-app.ts";
import { bundleProgram } from "./program.ts";
import { programSql } from "./program-sql/pack.ts";
import { programReads } from "./variables/program-reads.ts";

/**
 * Builds an app and packs what came of it. The same sources, lockfile, Bun and kit give the same bytes,
 * whoever builds them, wherever and when.
 * @throws Refusal with what the build printed, or when a database's migrations cannot be packed
 */
export async function buildArtifact(app: App, env: NodeJS.ProcessEnv): Promise<Artifact> {
  const [program, variables] = await Promise.all([
    bundleProgram(app, env),
    programReads(app),
    build(app, env),
  ]);
  return packArtifact(app, program, { sql: await programSql(app, program.code), variables });
}
