import type { App } from "../load-app.ts";
import { programSql } from "../program-sql/pack.ts";
import { programReads } from "../variables/program-reads.ts";
import { type Artifact, packArtifact } from "./artifact.ts";
import { assertSelfContained } from "./assert-self-contained.ts";
import { build } from "./build.ts";
import { bundleProgram } from "./program.ts";

/**
 * Builds an app and packs what came of it. The same sources, lockfile, Bun and kit give the same bytes,
 * whoever builds them, wherever and when.
 * @throws Refusal with what the build printed, or when the program's imports or its migrations cannot be packed
 */
export async function buildArtifact(app: App, env: NodeJS.ProcessEnv): Promise<Artifact> {
  const [program, variables] = await Promise.all([
    bundleProgram(app, env),
    programReads(app),
    build(app, env),
  ]);
  assertSelfContained(app, program.code);
  return packArtifact(app, program, { sql: await programSql(app, program.code), variables });
}
