import { change, type Item, there } from "./item.ts";
import { mayHave, needs } from "./plan.ts";
import type { Protected } from "./protection.ts";
import type { Scene } from "./scene.ts";

/** Minutes that a job waits before the environment; nothing where nobody wished so. */
export function waitTimer(scene: Scene, { name, now, put }: Protected): Item[] {
  const wished = scene.wishes.waitTimer;
  if (wished === undefined) return [];
  const what = `environment ${name}: wait timer`;
  if (now.wait_timer === wished) return [there(`${what}, ${wished} min`)];
  const instead = "nothing waits by itself: let a release in when you want it there";
  if (wished > 0 && !mayHave(scene, "enterprise"))
    return [{ kind: "impossible", what, why: needs("enterprise"), instead }];
  return [change(what, `${now.wait_timer} min → ${wished} min`, () => put({ wait_timer: wished }), instead)];
}
