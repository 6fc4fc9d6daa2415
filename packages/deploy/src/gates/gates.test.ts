import { describe, expect, test } from "vitest";
import { digest, releaseName } from "../names/identity.ts";
import { evaluateGate } from "./evaluate.ts";
import { type Gate, gateSchema } from "./gate.ts";
import type { Answer, GatePorts, GateSubject } from "./kind.ts";

const release = releaseName.parse("v2");
const bytes = digest.parse(`sha256:${"b".repeat(64)}`);
const well: Answer = { kind: "answered", status: 200, milliseconds: 5, release, digest: bytes };

const subject: GateSubject = { gate: "gate", release, digest: bytes, since: new Date(0) };

/** Ports whose probe gives these answers in turn, the last one for ever. */
function portsWith(
  answers: readonly Answer[],
  more: Partial<GatePorts> = {},
): GatePorts & { asked: () => number } {
  let asked = 0;
  return {
    probe: async () => answers[Math.min(asked++, answers.length - 1)] ?? { kind: "unreachable", reason: "" },
    clock: { now: () => new Date(0), sleep: async () => {} },
    people: [],
    asked: () => asked,
    ...more,
  };
}

const evaluate = (gate: Gate, ports: GatePorts) => evaluateGate(gate, subject, ports);

describe("a health gate", () => {
  const gate = gateSchema.parse({ type: "health", retries: 3, within: "100ms" });

  test("passes when the release itself answers well", async () => {
    expect(await evaluate(gate, portsWith([well]))).toMatchObject({ result: "passed" });
  });

  test("asks again as often as it may, until the release answers", async () => {
    const ports = portsWith([{ kind: "unreachable", reason: "refused" }, { ...well, release: "v1" }, well]);
    expect(await evaluate(gate, ports)).toMatchObject({ result: "passed" });
    expect(ports.asked()).toBe(3);
  });

  test.each<[string, Answer, RegExp]>([
    ["another release answers", { ...well, release: "v1" }, /answered by v1, not by v2/],
    ["nobody says which release answers", { ...well, release: null }, /without x-kit-release/],
    ["other bytes answer", { ...well, digest: `sha256:${"c".repeat(64)}` }, /but with sha256:ccc/],
    ["the status is not the one asked for", { ...well, status: 503 }, /503 instead of 200/],
    ["the answer is late", { ...well, milliseconds: 101 }, /101 ms, more than 100 ms/],
    ["nothing answers", { kind: "unreachable", reason: "refused" }, /cannot be reached: refused/],
  ])("fails when %s", async (_case, answer, reason) => {
    const ports = portsWith([answer]);
    const result = await evaluate(gate, ports);
    expect(result).toMatchObject({ result: "failed", reason: expect.stringMatching(reason) });
    expect(ports.asked()).toBe(4);
  });
});

describe("a health gate that could not ask", () => {
  const gate = gateSchema.parse({ type: "health", retries: 1 });
  const refused: Answer = { kind: "unreachable", reason: "refused" };

  test("fails, and the fault is the environment's", async () => {
    expect(await evaluate(gate, portsWith([refused]))).toMatchObject({
      result: "failed",
      environmental: true,
    });
  });

  test.each<[string, Answer]>([
    ["answered once", { ...well, status: 500 }],
    ["was too late once", { kind: "unreachable", reason: "late", late: true }],
  ])("holds it against the release where that %s", async (_what, answer) => {
    const result = await evaluate(gate, portsWith([answer, refused]));
    expect(result).toMatchObject({ result: "failed" });
    expect(result).not.toHaveProperty("environmental");
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

  test.each<[string, GatePorts["people"], string]>([
    ["nobody", [], "pending"],
    ["one person twice", [from("ada"), from("ada")], "pending"],
    ["two at another gate", [from("ada", "approved", "other"), from("bob", "approved", "other")], "pending"],
    ["two people", [from("ada"), from("bob")], "passed"],
    ["two, and a third against", [from("ada"), from("bob"), from("eve", "rejected")], "failed"],
  ])("with the word of %s", async (_who, people, result) => {
    expect(await evaluate(gate, portsWith([], { people }))).toMatchObject({ result });
  });
});

test.each<Gate>([
  gateSchema.parse({ type: "test", command: "true" }),
  gateSchema.parse({ type: "policy", engine: "opa", policy: "a.rego" }),
])("a $type gate, which cannot be evaluated yet, fails", async (gate) => {
  expect(await evaluate(gate, portsWith([well]))).toMatchObject({ result: "failed" });
});

test("a gate of any kind fails once a person has rejected the release there", async () => {
  const people = [{ gate: "gate", decision: "rejected" as const, by: "eve", comment: "no" }];
  expect(await evaluate(gateSchema.parse({ type: "health" }), portsWith([well], { people }))).toEqual({
    result: "failed",
    reason: "rejected by eve: “no”",
  });
});

test("a gate that throws while it is evaluated has failed", async () => {
  const ports = portsWith([], { probe: () => Promise.reject(new Error("broken")) });
  expect(await evaluate(gateSchema.parse({ type: "health" }), ports)).toMatchObject({
    result: "failed",
    reason: expect.stringMatching(/broken/),
  });
});
