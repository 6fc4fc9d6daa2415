import { z } from "zod";
import { askAll, type Repository, tell } from "../ask.ts";
import { branches } from "./branches.ts";
import { change, type Item, there } from "./item.ts";
import { environmentSchema, type Protected, type Protection, unprotected } from "./protection.ts";
import { reviewers } from "./reviewers.ts";
import type { Scene } from "./scene.ts";
import { waitTimer } from "./wait-timer.ts";

const page = z
  .object({ environments: z.array(environmentSchema) })
  .transform(({ environments }) => environments);

/**
 * A GitHub environment for each profile, the last one protected. What is there stays as it is, but for what is
 * wished otherwise.
 */
export async function environments(scene: Scene): Promise<Item[]> {
  const found = await askAll(scene.repository, "environments", page);
  const items = scene.environments.map(async ({ name, isLast }) => {
    const known = found.find((each) => each.name === name);
    const environment = opened(scene.repository, name, known?.protection ?? unprotected);
    const what = `environment ${name}`;
    const itself = known ? there(what) : change(what, "made", () => environment.put({}));
    if (!isLast) return [itself];
    return [
      itself,
      ...(await reviewers(scene, environment)),
      ...waitTimer(scene, environment),
      ...(await branches(scene, environment)),
    ];
  });
  return (await Promise.all(items)).flat();
}

function opened(repository: Repository, name: string, protection: Protection): Protected {
  const path = `environments/${encodeURIComponent(name)}`;
  const environment = {
    path,
    name,
    now: protection,
    async put(wish: Partial<Protection>) {
      const body = { ...environment.now, ...wish };
      await tell(repository, { method: "PUT", path, body });
      environment.now = body;
    },
  };
  return environment;
}
