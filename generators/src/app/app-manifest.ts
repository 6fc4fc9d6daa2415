import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CommandError } from "../shared/command-error.ts";
import { parseJson } from "../shared/parse-json.ts";
import type { Answers } from "../template/render.ts";

/** `apps/<name>/kit.json`: what was stamped from what, so that it can be removed, updated and put through CI. */
export type AppManifest = {
  schema: 1;
  app: string;
  template: string;
  templateVersion: string;
  answers: Answers;
  /** What CI does for this app: the name of a check, and the command for it in the app's folder. */
  ci: Record<string, string>;
  /** Every other file that was stamped, with the `sha256:` digest of its text. */
  files: Record<string, string>;
  /** Those files themselves, packed, for the three-way merge of an update. */
  base?: string | undefined;
};

/** The `template` in the `kit.json` of an app that was adopted, not stamped. */
export const ADOPTED_TEMPLATE = "adopted";

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
export async function readAppManifest(root: string, folder: string): Promise<AppManifest> {
  const path = `${folder}/kit.json`;
  const text = await readFile(join(root, path), "utf8").catch(() => {
    throw new CommandError("failed", `${path} is not there: ${folder} was not stamped by the kit.`);
  });
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new CommandError("failed", `${path} cannot be read:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
