import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { install } from "@alchemy-kit/generators";
import { apply } from "@alchemy-kit/scaffold";
import { commit } from "./git.ts";
import { planRepository } from "./plan-repository.ts";
import { vendor } from "./vendor.ts";
import type { Wish } from "./wish.ts";

export type Progress = { signal: AbortSignal; tell: (step: string) => void };

/**
 * Makes the repository in a folder beside its place, and renames it into place when it is whole: there is all
 * of it, or nothing.
 *
 * @returns the paths of the files written, relative to the repository.
 * @throws CommandError when a step fails or is interrupted.
 */
export async function create(wish: Wish, { signal, tell }: Progress): Promise<string[]> {
  const { target, app } = wish;
  const draft = join(dirname(target), `.${basename(target)}.new-${randomBytes(4).toString("hex")}`);
  try {
    const plan = await planRepository(app);
    await mkdir(draft, { recursive: true });
    await apply(draft, plan, { signal });
    tell("Packing the kit into vendor/");
    await vendor(join(draft, "vendor"), signal);
    if (wish.install) {
      tell("Installing");
      await install(draft, signal);
    }
    if (wish.git) await commit(draft, signal);
    signal.throwIfAborted();
    await rename(draft, target);
    return plan.map((change) => change.path);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
