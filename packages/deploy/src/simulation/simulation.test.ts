import { expect, test } from "vitest";
import { describeFailure, type Hunt, hunt } from "./hunt.ts";

const seed = Number(process.env.SEED ?? 1);
const stories = process.env.SEED ? 1 : Number(process.env.STORIES ?? 100_000);

/** Fewer stories than this meet too few faults for the table to be held to anything. */
const enoughForTheTable = 100_000;

function report({ table, withTwoRunners, stories: told }: Hunt): string {
  return `${told} stories, ${withTwoRunners} with two runners at work. How often each effect met each fault:\n\n${table}\n`;
}

test(`no story breaks what must always hold`, async () => {
  const hunted = await hunt(seed, stories);
  if (hunted.failure) expect.fail(describeFailure(hunted.failure));
  expect(hunted.stories).toBe(stories);
  console.info(report(hunted));
  if (stories < enoughForTheTable) return;
  expect(hunted.table.under(100)).toEqual([]);
  expect(hunted.withTwoRunners).toBeGreaterThan(stories / 5);
}, 600_000);
