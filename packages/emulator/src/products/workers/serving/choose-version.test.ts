import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseVersion } from "./choose-version.ts";

const split = (newShare: number) => [
  { id: "old", number: 1, percentage: 100 - newShare },
  { id: "new", number: 2, percentage: newShare },
];
const choose = (newShare: number, key: string) =>
  chooseVersion("shop", split(newShare), { overrides: null, key }, () => 0);

test("as the new version's share rises a key moves to it once and never back", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2 }),
      (key, shares) => {
        const chosen = shares.sort((a, b) => a - b).map((share) => choose(share, key));
        const firstNew = chosen.indexOf("new");
        expect(firstNew === -1 || chosen.slice(firstNew).every((id) => id === "new")).toBe(true);
      },
    ),
  );
});

test("a key lands on the same side whatever the order of the versions", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 100 }), (key, share) => {
      const preference = { overrides: null, key };
      const reversed = chooseVersion("shop", split(share).reverse(), preference, () => 0);
      expect(reversed).toBe(choose(share, key));
    }),
  );
});

test("a version of 0 % is never chosen but by override", () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (key, at) => {
      expect(choose(0, key)).toBe("old");
      expect(choose(100, key)).toBe("new");
      expect(chooseVersion("shop", split(0), { overrides: null, key: null }, () => at)).toBe("old");
    }),
  );
  const overrides = 'other="old", shop="new"';
  expect(chooseVersion("shop", split(0), { overrides, key: "k" }, () => 0)).toBe("new");
});

test("an override for another script or of another version is ignored", () => {
  for (const overrides of ['other="new"', 'shop="elsewhere"', "shop=new", ""]) {
    expect(chooseVersion("shop", split(0), { overrides, key: null }, () => 0)).toBe("old");
  }
});

test("keys spread by the percentages", () => {
  const chosen = Array.from({ length: 2000 }, (_, index) => choose(20, `key-${index}`));
  const share = chosen.filter((id) => id === "new").length / chosen.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(0.05);
});

test("where nothing is deployed nothing is chosen", () => {
  expect(chooseVersion("shop", [], { overrides: null, key: null }, () => 0)).toBeUndefined();
});
