import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Content, readContent } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { CommandError } from "../shared/command-error.ts";

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

export type Stamped = z.infer<typeof schema>;

/**
 * What was stamped into the folder whose `kit.json` this is.
 *
 * @param path where that is, relative to `root`
 * @throws CommandError when it is not there or is not one.
 */
export async function readStamped(root: string, path: string): Promise<Stamped> {
  const stamped = await readStampedIfThere(root, path);
  if (stamped) return stamped;
  throw new CommandError("failed", `${path} is not there: nothing was stamped.`);
}

/** The same; undefined when nothing was stamped. */
export async function readStampedIfThere(root: string, path: string): Promise<Stamped | undefined> {
  const text = await readContent(join(root, path));
  return text === undefined ? undefined : parseStamped(path, text);
}

function parseStamped(path: string, text: Content): Stamped {
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
export function nextKitJson(text: string, ours: Stamped): string {
  const next = JSON.parse(text);
  const ci = { ...next.ci, ...ours.ci };
  return isDeepStrictEqual(ci, next.ci ?? {}) ? text : `${JSON.stringify({ ...next, ci }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
