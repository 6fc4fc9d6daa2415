import { expect, test } from "vitest";
import { bySpecificity, coversUrl } from "./route-pattern.ts";

test.each([
  ["example.com/*", "example.com", "/a/b", true],
  ["example.com/*", "www.example.com", "/", false],
  ["*.example.com/*", "www.example.com", "/", true],
  ["*.example.com/*", "example.com", "/", false],
  ["*example.com/*", "example.com", "/", true],
  ["https://example.com/api/*", "example.com", "/api/x", true],
  ["example.com/api/*", "example.com", "/apis", false],
  ["example.com/only", "example.com", "/only", true],
  ["example.com/only", "example.com", "/only/this", false],
  ["example.com", "example.com", "/", true],
])("%s and %s%s: %s", (pattern, host, pathname, covers) => {
  expect(coversUrl(pattern, host, pathname)).toBe(covers);
});

test("the more specific comes first", () => {
  const sorted = ["*.a.com/*", "b.a.com/*", "b.a.com/api/*"].toSorted(bySpecificity);
  expect(sorted).toEqual(["b.a.com/api/*", "b.a.com/*", "*.a.com/*"]);
});
