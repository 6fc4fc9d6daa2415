import { join } from "node:path";
import { expect, test } from "vitest";
import { median, meets } from "../bench/figure.ts";
import { table } from "../bench/table.ts";

test("the median is the middle of the measurements, whatever their order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([40, 10, 20, 30])).toBe(25);
  expect(median([7])).toBe(7);
});

test("a figure keeps to its target by its median, not by its worst run", () => {
  expect(meets({ name: "status", runs: [100, 200, 900], target: 200 })).toBe(true);
  expect(meets({ name: "status", runs: [100, 201, 202], target: 200 })).toBe(false);
  expect(meets({ name: "promote", runs: [100], target: null })).toBe(null);
});

test("the table shows each figure beside its target, and every miss", () => {
  const figures = [
    { name: "rollback", runs: [400, 1_100, 300], target: 1_000 },
    { name: "status", runs: [350], target: 300 },
    { name: "promote", runs: [90], target: null },
  ];
  const failures = ["request 7: / was not answered"];
  expect(table(figures, { requests: 50, failures }).split("\n")).toEqual([
    "                 median  target",
    "rollback         400 ms  ≤ 1.0 s   kept    3 runs, 300 ms to 1.1 s",
    "status           350 ms  ≤ 300 ms  missed  1 runs, 350 ms to 350 ms",
    "promote          90 ms                     1 runs, 90 ms to 90 ms",
    "requests failed  1       0         missed  of 50",
    "  request 7: / was not answered",
  ]);
});

test("an unknown flag is refused with one sentence", async () => {
  const main = join(import.meta.dirname, "../bench/main.ts");
  const child = Bun.spawn([process.execPath, main, "--frob"], { stdout: "pipe", stderr: "pipe" });
  expect(await child.stderr.text()).toBe("The bench does not know --frob; it takes --json or nothing.\n");
  expect(await child.exited).toBe(2);
});
