import { describe, expect, test, vi } from "vitest";
import { digest, releaseName } from "../../names/identity.ts";
import type { GatePorts } from "../kind.ts";

vi.mock("../registry.ts", async (original) => {
  const { gateKinds } = await original<typeof import("../registry.ts")>();
  const { settled } = await import("./settled.ts");
  return { gateKinds: [...gateKinds, settled] };
});
const { evaluateGate } = await import("../evaluate.ts");
const { gateSchema, kindOf } = await import("../gate.ts");

const gate = gateSchema.parse({ type: "settled", after: "10m" });
const since = new Date("2026-01-01T00:00:00Z");
const subject = {
  gate: "settle",
  release: releaseName.parse("v1"),
  digest: digest.parse(`sha256:${"a".repeat(64)}`),
  since,
};
const minutes = (count: number) => new Date(since.getTime() + count * 60_000);

function ports(now: Date, status: number | null, people: GatePorts["people"] = []): GatePorts {
  return {
    probe: async () =>
      status === null
        ? { kind: "unreachable", reason: "refused" }
        : { kind: "answered", status, milliseconds: 1, release: "v1", digest: null },
    clock: { now: () => now, sleep: async () => {} },
    people,
  };
}

describe("a kind of gate that a line in the registry adds", () => {
  test("is a kind of the config's schema, with words of its own", () => {
    expect(kindOf(gate).describe(gate)).toBe("settled after 10m");
    expect(() => gateSchema.parse({ type: "settled" })).toThrow("after");
    expect(() => gateSchema.parse({ type: "unsettled" })).toThrow(
      "known: health, manual, test, policy, settled",
    );
  });

  test("is pending until its time, inconclusive while it cannot be asked, then passed or failed", async () => {
    const at = (now: Date, status: number | null) => evaluateGate(gate, subject, ports(now, status));
    expect(await at(minutes(9), 200)).toMatchObject({ result: "pending", until: minutes(10) });
    expect(await at(minutes(10), null)).toMatchObject({ result: "inconclusive", until: minutes(11) });
    expect(await at(minutes(10), 200)).toMatchObject({ result: "passed" });
    expect(await at(minutes(10), 500)).toMatchObject({ result: "failed" });
  });

  test("that is inconclusive is passed by an approval, and failed by a rejection", async () => {
    const by = (decision: "approved" | "rejected") => [{ gate: "settle", decision, by: "ada", comment: "" }];
    const asked = (decision: "approved" | "rejected") =>
      evaluateGate(gate, subject, ports(minutes(10), null, by(decision)));
    expect(await asked("approved")).toMatchObject({
      result: "passed",
      reason: expect.stringContaining("let through by ada"),
    });
    expect(await asked("rejected")).toMatchObject({ result: "failed" });
  });

  test("that is pending waits on, whoever approved", async () => {
    const people = [{ gate: "settle", decision: "approved" as const, by: "ada", comment: "" }];
    const result = await evaluateGate(gate, subject, ports(minutes(1), 200, people));
    expect(result).toMatchObject({ result: "pending" });
  });
});
