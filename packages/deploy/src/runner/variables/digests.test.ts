import { assert, dictionary, property, string } from "fast-check";
import { expect, test } from "vitest";
import { digestValues } from "./digests.ts";

const prod = { app: "shop", profile: "prod" };
const reads = (...names: string[]) => ({ names, unnamed: [] });
const digest = (value: string | undefined, password = "secret", place = prod) =>
  digestValues(reads("KEY"), { KEY: value }, password, place).digests.KEY;

test("one value has one digest, which is not the value", () => {
  expect(digest("sk_live_1")).toMatch(/^[0-9a-f]{64}$/);
  expect(digest("sk_live_1")).toBe(digest("sk_live_1"));
});

test("not set, empty, a line break more and another composition of é are all different", () => {
  expect(digest(undefined)).toBeNull();
  const values = ["", " ", "a", "a\n", "\u00e9", "e\u0301", "🗝"].map((value) => digest(value));
  expect(new Set(values).size).toBe(values.length);
});

test("under another password, in another profile or by another name, a value has another digest", () => {
  const { OTHER } = digestValues(reads("OTHER"), { OTHER: "a" }, "secret", prod).digests;
  const all = [
    digest("a"),
    digest("a", "other"),
    digest("a", "secret", { app: "shop", profile: "eu" }),
    OTHER,
  ];
  expect(new Set(all).size).toBe(4);
});

test("no value is in what is recorded", () => {
  assert(
    property(dictionary(string({ minLength: 1 }), string({ minLength: 65 })), (env) => {
      const told = JSON.stringify(digestValues(reads(...Object.keys(env)), env, "secret", prod).digests);
      return Object.values(env).every((value) => !told.includes(JSON.stringify(value).slice(1, -1)));
    }),
  );
});
