import { z } from "zod";
import { askAll, tell } from "../ask.ts";
import { change, type Item, there } from "./item.ts";
import type { Scene } from "./scene.ts";

/** By which the standing issue of `kit reconcile` is known. */
export const DRIFT = "drift";

/** Those that the issue templates, dependabot and `kit reconcile` put on. */
const LABELS = [
  { name: "bug", color: "d73a4a", description: "Something is not as it should be" },
  { name: "enhancement", color: "a2eeef", description: "Something that could be" },
  { name: "app", color: "0e8a16", description: "An app that somebody asks for" },
  { name: "promotion", color: "5319e7", description: "A release on its way to prod" },
  { name: DRIFT, color: "fbca04", description: "The platform is not as the ledger says" },
  { name: "dependencies", color: "0366d6", description: "What this rests on" },
] as const;

/** Labels that are there keep their colours and words. GitHub tells no capitals apart in them. */
export async function labels({ repository }: Scene): Promise<Item[]> {
  const known = await askAll(repository, "labels", z.array(z.object({ name: z.string() })));
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  return LABELS.map((label) => {
    const what = `label ${label.name}`;
    if (names.has(label.name)) return there(what);
    return change(what, "made", () => tell(repository, { method: "POST", path: "labels", body: label }));
  });
}
