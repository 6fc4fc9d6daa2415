import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Content, readContent } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { CommandError } from "../shared/command-error.ts";
import { parseJson } from "../shared/parse-json.ts";

/** What an update needs to know of a `kit.json`, be it an app's or the repository's. */
const schema = z.looseObject({
  schema: z.literal(1),
  template: z.string(),
  templateVersion: z.string(),
  answers: z.record(z.string(), z.string()),
  ci: z.record(z.string(), z.string()).optional(),
  files: z.record(z.string(), z.string()),
  base: z.string().optional(),
});

export type KitJson = z.infer<typeof schema>;

/**
 * Reads the `kit.json` of an app or of the repository.
 *
 * @param path where that is, relative to `root`
 * @throws CommandError when it is not there or is not one.
 */
export async function readKitJson(root: string, path: string): Promise<KitJson> {
  const kitJson = await readKitJsonIfThere(root, path);
  if (kitJson) return kitJson;
  throw new CommandError("failed", `${path} is not there: nothing was stamped.`);
}

/** The same; undefined when nothing was stamped. */
export async function readKitJsonIfThere(root: string, path: string): Promise<KitJson | undefined> {
  const text = await readContent(join(root, path));
  return text === undefined ? undefined : parseKitJson(path, text);
}

function parseKitJson(path: string, text: Content): KitJson {
  const parsed = schema.safeParse(typeof text === "string" ? parseJson(text) : undefined);
  if (parsed.success) return parsed.data;
  if (typeof text === "string" && text.includes("<<<<<<< ")) {
    throw new CommandError(
      "failed",
      `${path} is in conflict. It need not be merged: take either side (git checkout --ours ${path}), then run this again.`,
    );
  }
  throw new CommandError("failed", `${path} cannot be read:\n${z.prettifyError(parsed.error)}`);
}

/**
 * `kit.json` after an update: as it would be stamped, but for what its owner says CI does.
 *
 * @param text as it would be stamped
 */
export function updatedKitJson(text: string, ours: KitJson): string {
  const next = JSON.parse(text);
  const ci = { ...next.ci, ...ours.ci };
  return isDeepStrictEqual(ci, next.ci ?? {}) ? text : `${JSON.stringify({ ...next, ci }, null, 2)}\n`;
}
