import { expect, test } from "vitest";
import { hashAtOnce } from "./digest.ts";
import { describeFailure, type Hunt, hunt } from "./hunt.ts";
import { tell } from "./story.ts";
import { Table } from "./table.ts";

/** `SEED=… bun run test packages/deploy/src/simulation` tells one story again; `STORIES=…` tells more or fewer. */
const seed = Number(process.env.SEED ?? 1);
const stories = process.env.SEED ? 1 : Number(process.env.STORIES ?? 100_000);

/** Fewer stories than this meet too few faults for the table to be held to anything. */
const enoughForTheTable = 100_000;

function report({ table, withTwoRunners, stories: told, lastLines }: Hunt): string {
  if (told === 1) return lastLines.join("\n");
  return `${told} stories, ${withTwoRunners} with two runners at work. How often each effect met each fault:\n\n${table}\n`;
}

test("no story breaks what must always hold", async () => {
  const hunted = await hunt(seed, stories);
  if (hunted.failure) expect.fail(describeFailure(hunted.failure));
  expect(hunted.stories).toBe(stories);
  console.info(report(hunted));
  if (stories < enoughForTheTable) return;
  expect(hunted.table.under(100)).toEqual([]);
  expect(hunted.withTwoRunners).toBeGreaterThan(stories / 5);
}, 900_000);

test("a seed tells the same story every time", async () => {
  hashAtOnce();
  for (let at = seed; at < seed + 100; at++) {
    const [once, twice] = [await tell(at, new Table()), await tell(at, new Table())];
    expect(twice.lines).toEqual(once.lines);
  }
});
