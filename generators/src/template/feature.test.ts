import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEATURES, parseFeatures, printFeatures } from "./feature.ts";

describe("--with", () => {
  it("means what it says, in whatever order and however often it says it", () => {
    expect(parseFeatures(" queue,d1, queue ")).toEqual({ ok: true, features: ["d1", "queue"] });
  });

  it.each(["none", "", " "])("%j means nothing at all", (text) => {
    expect(parseFeatures(text)).toEqual({ ok: true, features: [] });
  });

  it.each(["mongo", "d1,", "d1,none", "D1", "d1 kv", "toString"])(
    "refuses %j, and says what there is",
    (text) => {
      expect(parseFeatures(text)).toEqual({
        ok: false,
        reason: expect.stringContaining("There is: d1, kv, r2,"),
      });
    },
  );

  it("is read as it is printed", () => {
    fc.assert(
      fc.property(fc.subarray([...FEATURES]), (features) => {
        expect(parseFeatures(printFeatures(features))).toEqual({ ok: true, features });
      }),
    );
  });
});
