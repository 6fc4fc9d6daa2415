import { z } from "zod";
import { ask, tell } from "../ask.ts";
import { ifThere } from "../if-there.ts";
import { change, type Item, there } from "./item.ts";
import type { Scene } from "./scene.ts";

/** GitHub Pages, filled by a workflow: there the feed of releases is read. */
export async function pages({ repository, isPrivate }: Scene): Promise<Item[]> {
  const what = "Pages";
  const instead = "the feed of releases is an artifact of its workflow";
  if (isPrivate) {
    const why = "what a private repository publishes there could be read by everybody";
    return [{ kind: "impossible", what, why, instead }];
  }
  const site = await ifThere(
    ask(repository, { path: "pages" }, z.object({ build_type: z.string().nullish() })),
  );
  if (site) return [there(what)];
  const body = { build_type: "workflow" };
  const make = () => tell(repository, { method: "POST", path: "pages", body });
  return [change(what, "published by a workflow", make, instead)];
}
