import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CommandError } from "../cli/command-error.ts";
import type { AppManifest } from "./plan-app.ts";

const manifestSchema: z.ZodType<AppManifest> = z.object({
  schema: z.literal(1),
  app: z.string(),
  template: z.string(),
  templateVersion: z.string(),
  answers: z.record(z.string(), z.string()),
  ci: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.string()),
  base: z.string().optional(),
});

/**
 * Reads `kit.json` in an app's folder.
 *
 * @throws CommandError when it is not there or is not one.
 */
export async function readManifest(root: string, folder: string): Promise<AppManifest> {
  const path = `${folder}/kit.json`;
  const text = await readFile(join(root, path), "utf8").catch(() => {
    throw new CommandError("failed", `${path} is not there: ${folder} was not stamped by the kit.`);
  });
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new CommandError("failed", `${path} cannot be read:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
