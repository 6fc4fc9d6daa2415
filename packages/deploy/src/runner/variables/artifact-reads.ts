import { join } from "node:path";
import { z } from "zod";
import { type EnvironmentReads, environmentReads } from "../../core/variables.ts";

const manifest = z.object({ variables: environmentReads.optional() });

/**
 * What an artifact says that its program reads from the environment; `undefined` for one that an older kit made.
 * @param folder the unpacked artifact
 */
export async function artifactReads(folder: string): Promise<EnvironmentReads | undefined> {
  return manifest.parse(await Bun.file(join(folder, "artifact.json")).json()).variables;
}
