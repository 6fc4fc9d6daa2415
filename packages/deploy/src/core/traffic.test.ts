import fc from "fast-check";
import { expect, test } from "vitest";
import { versionId } from "../names/identity.ts";
import { mainVersion, sameSplit, splitWith } from "./traffic.ts";

const [stable, candidate] = [versionId.parse("stable"), versionId.parse("candidate")];
const share = fc.integer({ min: 0, max: 100 });

test("a split always adds up to 100, of one or two versions", () => {
  fc.assert(
    fc.property(share, (percentage) => {
      const split = splitWith(candidate, percentage, [{ version: stable, percentage: 100 }]);
      expect(split.reduce((sum, each) => sum + each.percentage, 0)).toBe(100);
      expect(split.length).toBeLessThanOrEqual(2);
    }),
  );
});

test("where nothing served before, the first version gets everything", () => {
  expect(splitWith(candidate, 10, [])).toEqual([{ version: candidate, percentage: 100 }]);
});

test("a version that serves already keeps everything", () => {
  expect(splitWith(stable, 0, [{ version: stable, percentage: 100 }])).toEqual([
    { version: stable, percentage: 100 },
  ]);
});

test("the order of versions does not make a split another one, a version at 0 % does", () => {
  const split = splitWith(candidate, 10, [{ version: stable, percentage: 100 }]);
  expect(sameSplit(split, split.toReversed())).toBe(true);
  expect(
    sameSplit(
      [{ version: stable, percentage: 100 }],
      splitWith(candidate, 0, [{ version: stable, percentage: 100 }]),
    ),
  ).toBe(false);
  expect(mainVersion(split)).toBe(stable);
});
