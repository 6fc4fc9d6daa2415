import { expect, test } from "vitest";
import type { Binding } from "../../engine/ports/platform.ts";
import { bindingChanges } from "./compare.ts";

const bound = (name: string, type: string, settings: Binding["settings"] = {}): Binding => ({
  name,
  type,
  settings,
});

test("a binding that reaches something else by the same name is changed, and no value is told", () => {
  const before = [bound("DB", "d1", { id: "one" }), bound("OLD", "kv_namespace"), bound("SAME", "queue")];
  const after = [
    bound("SAME", "queue"),
    bound("DB", "d1", { id: "two" }),
    bound("TEXT", "plain_text", { text: "hunter2" }),
  ];
  expect(bindingChanges(before, after)).toEqual([
    { kind: "changed", name: "DB", type: "d1" },
    { kind: "removed", name: "OLD", type: "kv_namespace" },
    { kind: "added", name: "TEXT", type: "plain_text" },
  ]);
  expect(bindingChanges(after, after.toReversed())).toEqual([]);
});
