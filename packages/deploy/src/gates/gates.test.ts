import { describe, expect, test } from "vitest";
import { type Gate, gateSchema } from "../config/index.ts";
import { digest, releaseName } from "../core/identity.ts";
import type { Answer, GateFacts } from "./define.ts";
import { evaluateGate } from "./evaluate.ts";

const release = releaseName.parse("v2");
const bytes = digest.parse(`sha256:${"b".repeat(64)}`);
const well: Answer = { kind: "answered", status: 200, milliseconds: 5, release, digest: bytes };

/** Facts whose probe gives these answers in turn, the last one for ever. */
function facts(
  answers: readonly Answer[],
  more: Partial<GateFacts> = {},
): GateFacts & { asked: () => number } {
  let asked = 0;
  return {
    gate: "gate",
    release,
    digest: bytes,
    approvals: [],
    probe: async () => answers[Math.min(asked++, answers.length - 1)] ?? { kind: "unreachable", reason: "" },
    sleep: async () => {},
    asked: () => asked,
    ...more,
  };
}

describe("a health gate", () => {
  const gate = gateSchema.parse({ type: "health", retries: 3, within: "100ms" });

  test("passes when the release itself answers well", async () => {
    expect(await evaluateGate(gate, facts([well]))).toMatchObject({ result: "passed" });
  });

  test("asks again as often as it may, until the release answers", async () => {
    const world = facts([{ kind: "unreachable", reason: "refused" }, { ...well, release: "v1" }, well]);
    expect(await evaluateGate(gate, world)).toMatchObject({ result: "passed" });
    expect(world.asked()).toBe(3);
  });

  test.each<[string, Answer, RegExp]>([
    ["another release answers", { ...well, release: "v1" }, /answered by v1, not by v2/],
    ["nobody says which release answers", { ...well, release: null }, /without x-kit-release/],
    ["other bytes answer", { ...well, digest: `sha256:${"c".repeat(64)}` }, /but with sha256:ccc/],
    ["the status is not the one asked for", { ...well, status: 503 }, /503 instead of 200/],
    ["the answer is late", { ...well, milliseconds: 101 }, /101 ms, more than 100 ms/],
    ["nothing answers", { kind: "unreachable", reason: "refused" }, /cannot be reached: refused/],
  ])("fails when %s", async (_case, answer, reason) => {
    const world = facts([answer]);
    const result = await evaluateGate(gate, world);
    expect(result).toMatchObject({ result: "failed", reason: expect.stringMatching(reason) });
    expect(world.asked()).toBe(4);
  });
});

describe("a health gate that could not ask", () => {
  const gate = gateSchema.parse({ type: "health", retries: 1 });
  const refused: Answer = { kind: "unreachable", reason: "refused" };

  test("fails, and holds it against the world", async () => {
    expect(await evaluateGate(gate, facts([refused]))).toMatchObject({ result: "failed", world: true });
  });

  test.each<[string, Answer]>([
    ["answered once", { ...well, status: 500 }],
    ["was too late once", { kind: "unreachable", reason: "late", late: true }],
  ])("holds it against the release where that %s", async (_what, answer) => {
    const result = await evaluateGate(gate, facts([answer, refused]));
    expect(result).toMatchObject({ result: "failed" });
    expect(result.world).toBeUndefined();
  });
});

describe("a manual gate", () => {
  const gate = gateSchema.parse({ type: "manual", reviewers: 2 });
  const from = (by: string, decision: "approved" | "rejected" = "approved", at = "gate") => ({
    gate: at,
    decision,
    by,
    comment: "",
  });

  test.each<[string, GateFacts["approvals"], string]>([
    ["nobody", [], "pending"],
    ["one person twice", [from("ada"), from("ada")], "pending"],
    ["two at another gate", [from("ada", "approved", "other"), from("bob", "approved", "other")], "pending"],
    ["two people", [from("ada"), from("bob")], "passed"],
    ["two, and a third against", [from("ada"), from("bob"), from("eve", "rejected")], "failed"],
  ])("with the word of %s", async (_who, approvals, result) => {
    expect(await evaluateGate(gate, facts([], { approvals }))).toMatchObject({ result });
  });
});

test.each<Gate>([
  gateSchema.parse({ type: "test", command: "true" }),
  gateSchema.parse({ type: "policy", engine: "opa", policy: "a.rego" }),
])("a $type gate, which cannot be evaluated yet, fails", async (gate) => {
  expect(await evaluateGate(gate, facts([well]))).toMatchObject({ result: "failed" });
});

test("a gate that throws while it is evaluated has failed", async () => {
  const world = facts([], { probe: () => Promise.reject(new Error("broken")) });
  expect(await evaluateGate(gateSchema.parse({ type: "health" }), world)).toMatchObject({
    result: "failed",
    reason: expect.stringMatching(/broken/),
  });
});
