import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Figure } from "./figure.ts";
import type { Shop } from "./shop.ts";

/** Targets in milliseconds: what the project has set itself, on two cores. */
const targets = { gen: 150, firstDeploy: 6_000, nextDeploy: 4_000, rollback: 1_000, status: 300 };

/**
 * Measures the commands one after the other, with nothing else going on.
 * @param say told what is being measured
 */
export async function measure(shop: Shop, say: (line: string) => void): Promise<Figure[]> {
  say("gen app");
  const gen = await repeat(5, async () => {
    const time = await shop.gen("app", "shop", "--yes");
    await shop.gen("remove", "shop", "--yes");
    return time;
  });
  await shop.gen("app", "shop", "--yes");

  say("first staging deploy, emulator and all");
  const firstDeploy = await repeat(3, async () => {
    await shop.kit("emulator", "stop");
    await rm(join(shop.workspace.root, ".kit"), { recursive: true, force: true });
    return shop.kit("deploy", "shop", "--profile", "staging");
  });
  await shop.promote();
  await shop.approve();
  await shop.kit("resume", "shop");

  say("next deploy, promotion, rollback");
  const rounds = await repeat(3, () => round(shop));

  say("status");
  const status = await repeat(7, () => shop.kit("status", "shop"));

  return [
    { name: "gen app", runs: gen, target: targets.gen },
    { name: "first staging deploy", runs: firstDeploy, target: targets.firstDeploy },
    { name: "next staging deploy", runs: rounds.map((each) => each.deploy), target: targets.nextDeploy },
    { name: "promote, up to its gate", runs: rounds.map((each) => each.promote), target: null },
    { name: "promote, once approved", runs: rounds.map((each) => each.resume), target: null },
    { name: "rollback", runs: rounds.map((each) => each.rollback), target: targets.rollback },
    { name: "status", runs: status, target: targets.status },
  ];
}

/** A new release to staging and prod, and back again. */
async function round(shop: Shop) {
  await shop.change();
  const deploy = await shop.kit("deploy", "shop", "--profile", "staging");
  const promote = await shop.promote();
  await shop.approve();
  const resume = await shop.kit("resume", "shop");
  const rollback = await shop.kit("rollback", "shop", "--profile", "prod");
  return { deploy, promote, resume, rollback };
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await work());
  return results;
}
