import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAppName, checkProfileName, workerName } from "./name.ts";

describe("the name of an app", () => {
  test.each(["shop", "a", "my-app", "shop2", "a-1-b", "a".repeat(36)])("may be %j", (name) => {
    expect(checkAppName(name)).toEqual({ ok: true, name });
  });

  test.each([
    ["Bad Name!", "bad-name"],
    ["../x", "x"],
    ["MyShop", "my-shop"],
    ["my_app", "my-app"],
    ["Café Zürich", "cafe-zurich"],
    ["3d", "app-3d"],
    ["-shop-", "shop"],
    ["a--b", "a-b"],
    ["fs", "app-fs"],
    ["node_modules", "app-node-modules"],
    ["con", "app-con"],
    ["kit", "app-kit"],
    ["alchemy", "app-alchemy"],
    ["test", "app-test"],
    ["a".repeat(80), "a".repeat(36)],
    ["", undefined],
    ["日本", undefined],
  ])("may not be %j, but %j would do", (name, suggestion) => {
    expect(checkAppName(name)).toMatchObject({ ok: false, suggestion });
  });

  test("is never refused without a reason, and what is suggested is never refused", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ maxLength: 90 })),
        (text) => {
          const checked = checkAppName(text);
          if (checked.ok) return;
          expect(checked.reason).not.toBe("");
          if (checked.suggestion !== undefined) expect(checkAppName(checked.suggestion).ok).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("the name of a profile", () => {
  test.each(["staging", "prod", "preview-12", "prod-eu-west-1", "test"])("may be %j", (name) => {
    expect(checkProfileName(name)).toEqual({ ok: true, name });
  });

  test("production means prod", () => {
    expect(checkProfileName("production")).toEqual({ ok: true, name: "prod" });
  });

  test.each(["Prod", "", "a/b", "$(x)", "-x", "__proto__", "a".repeat(18)])("may not be %j", (name) => {
    expect(checkProfileName(name).ok).toBe(false);
  });
});

test("a Worker's name, even the longest with a preview address's prefix, is one DNS label", () => {
  const app = checkAppName("a".repeat(36));
  const profile = checkProfileName("p".repeat(17));
  if (!app.ok || !profile.ok) throw new Error("The longest names were refused.");
  expect(`12345678-${workerName(app.name, profile.name)}`).toMatch(/^[a-z0-9-]{63}$/);
});
