import { expect, test } from "vitest";
import { objection, type Start } from "./guard.ts";

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

test("a release may not take over a stranger's Worker", () => {
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
  expect(objection(start("up", undefined), "kit")).toContain("bun run kit deploy shop --profile prod");
  expect(objection(start("destroy", undefined), "kit")).toContain("bun run kit destroy shop --profile prod");
});

test("the kit may destroy what it released", () => {
  expect(objection(start("destroy", release), "kit")).toBeUndefined();
});
