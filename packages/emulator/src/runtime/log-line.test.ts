import { expect, test } from "vitest";
import { readable } from "./log-line.ts";

test("what a Worker threw is told without workerd's own whereabouts", () => {
  const line =
    "workerd/server/server.c++:6231: error: Uncaught exception: workerd/jsg/_virtual_includes/iterator/workerd/jsg/value.h:1477: failed: remote.jsg.Error: oops";
  expect(readable(line)).toBe("Uncaught Error: oops");
  expect(readable("stack: /bin/workerd@2fd5290 /bin/workerd@2fd5f2c")).toBeUndefined();
  expect(readable("what a Worker logged")).toBe("what a Worker logged");
});
