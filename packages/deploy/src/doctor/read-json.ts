import { readFile } from "node:fs/promises";
import { z } from "zod";

const manifest = z.object({
  name: z.string().optional(),
  workspaces: z.array(z.string()).default([]),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
export type PackageManifest = z.infer<typeof manifest>;

/** A package.json; undefined where there is none that can be read. */
export async function readPackage(path: string): Promise<PackageManifest | undefined> {
  return manifest.safeParse(await readJson(path)).data;
}

/** A file of JSON; undefined where it is not there or is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
