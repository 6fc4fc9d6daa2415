import { expect, test } from "vitest";
import { objection, type Start } from "./guard.ts";
import { releaseOf } from "./release.ts";
import { servingOf } from "./serving.ts";

const release = `v12@sha256:${"0".repeat(64)}`;
const start = (phase: Start["phase"], released: string | undefined): Start => ({
  app: "shop",
  stage: "prod",
  phase,
  release: released,
});

test("a release may go where nobody is, and where the kit is", () => {
  expect(objection(start("up", release), "nobody")).toBeUndefined();
  expect(objection(start("up", release), "kit")).toBeUndefined();
});

test("the kit may neither take over a stranger's Worker nor destroy it", () => {
  expect(objection(start("destroy", release), "stranger")).toContain("is not the kit's");
  expect(objection(start("up", release), "stranger")).toContain(
    "A Worker named shop-prod is in this account already",
  );
});

test("plain alchemy may go where the kit has not been, its own Worker included", () => {
  expect(objection(start("up", undefined), "nobody")).toBeUndefined();
  expect(objection(start("up", undefined), "stranger")).toBeUndefined();
  expect(objection(start("destroy", undefined), "stranger")).toBeUndefined();
});

test("plain alchemy may look at, but neither change nor destroy, a stage with releases", () => {
  expect(objection(start("read", undefined), "kit")).toBeUndefined();
  expect(objection(start("up", undefined), "kit")).toContain("bun alchemy deploy --profile prod");
  expect(objection(start("destroy", undefined), "kit")).toContain("bun run kit destroy shop --profile prod");
});

test("the kit may destroy what it released", () => {
  expect(objection(start("destroy", release), "kit")).toBeUndefined();
});

test("KIT_RELEASE is a release's tag, or nothing", () => {
  expect(releaseOf({ KIT_RELEASE: release })).toBe(release);
  expect(releaseOf({ KIT_RELEASE: "" })).toBeUndefined();
  expect(releaseOf({})).toBeUndefined();
  expect(() => releaseOf({ KIT_RELEASE: "v12" })).toThrow('KIT_RELEASE is "v12", not a release');
});

test("KIT_SERVING is a release and its folder, or nothing", () => {
  const serving = { release, folder: "/app/.kit/artifacts/0" };
  expect(servingOf({ KIT_SERVING: JSON.stringify(serving) })).toEqual(serving);
  expect(servingOf({ KIT_SERVING: "" })).toBeUndefined();
  expect(servingOf({})).toBeUndefined();
  expect(() => servingOf({ KIT_SERVING: "v1" })).toThrow('KIT_SERVING is "v1", which the kit did not write');
  expect(() => servingOf({ KIT_SERVING: '{"release":1}' })).toThrow("unset it");
});
