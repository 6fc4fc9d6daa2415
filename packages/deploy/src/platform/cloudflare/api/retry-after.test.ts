import { expect, test } from "vitest";
import { retryAfter } from "./retry-after.ts";

test.each([
  ["Retry-After", { "retry-after": "30" }, 30_000],
  ["Retry-After before Ratelimit", { "retry-after": "3", ratelimit: '"default";r=0;t=60' }, 3_000],
  ["the window that is used up", { ratelimit: '"default";r=0;t=60' }, 60_000],
  ["the longest of several", { ratelimit: '"burst";r=0;t=2, "default";r=0;t=60' }, 60_000],
  ["no window with calls left", { ratelimit: '"burst";r=0;t=2, "default";r=50;t=60' }, 2_000],
  ["nothing where calls are left", { ratelimit: '"default";r=1;t=60' }, undefined],
  ["nothing that is not understood", { "retry-after": "soon", ratelimit: "none" }, undefined],
  ["nothing where nothing is said", {}, undefined],
])("Cloudflare is left alone as it asks: %s", (_, headers, milliseconds) => {
  expect(retryAfter(new Headers(headers))).toBe(milliseconds);
});
