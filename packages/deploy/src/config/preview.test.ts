import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { profileNames, profilesOf } from "./index.ts";
import { isPreview, withPreview } from "./preview.ts";

test.each(["preview-1", "preview-12"])("%s is a preview", (name) => {
  expect(isPreview(name)).toBe(true);
});

test.each(["preview", "preview-", "preview-0", "preview-1-2", "my-preview-1", "staging"])(
  "%s is none",
  (name) => {
    expect(isPreview(name)).toBe(false);
  },
);

test("a preview has a pipeline of its own: itself, and whether it is healthy", async () => {
  const config = await evaluate({ name: "shop", profiles: { staging: {}, prod: {} } });
  const seen = withPreview(config, "preview-12");
  expect(profileNames(seen)).toEqual(["preview-12"]);
  expect(profilesOf(seen.pipeline)).toEqual(["preview-12"]);
  expect(seen.pipeline.map((step) => (step.kind === "gate" ? step.gate.type : step.kind))).toEqual([
    "deploy",
    "health",
  ]);
});

test("a profile that is declared stays what it is, and so does one that nobody may make up", async () => {
  const config = await evaluate({ name: "shop", profiles: { "preview-1": {}, prod: {} } });
  expect(withPreview(config, "preview-1")).toBe(config);
  expect(withPreview(config, "staging")).toBe(config);
  expect(withPreview(config, `preview-${"9".repeat(20)}`)).toBe(config);
  expect(withPreview(config, undefined)).toBe(config);
});
