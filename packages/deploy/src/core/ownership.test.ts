import { describe, expect, test } from "vitest";
import { checkProfileName } from "../config/index.ts";
import { gateSchema } from "../gates/gate.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import { hasTouched, isOpen, isUnderWay, ownsProfile } from "./ownership.ts";
import { advance, type Run, startRun } from "./run.ts";
import type { RunEvent, RunStarted } from "./run-event.ts";

const prod = checkProfileName("prod");
if (!prod.ok) throw new Error(prod.reason);
const manual = gateSchema.parse({ type: "manual" });
const id = runId.parse("r1");
const version = versionId.parse("candidate");
const before = [{ version: versionId.parse("stable"), percentage: 100 }];
const split = [{ version, percentage: 100 }];

const started: RunStarted = {
  type: "run-started",
  run: id,
  kind: "release",
  profile: prod.name,
  release: releaseName.parse("v2"),
  digest: digest.parse(`sha256:${"a".repeat(64)}`),
  steps: [
    { kind: "gate", name: "approval", looksAt: "admission", gate: manual },
    { kind: "provision" },
    { kind: "shift", candidate: 100 },
    { kind: "gate", name: "sign-off", looksAt: "profile", gate: manual },
  ],
  version: null,
  before: null,
};

const pending = (gate: string): RunEvent => ({
  type: "gate-evaluated",
  run: id,
  gate,
  result: "pending",
  reason: "",
});
const passed = (gate: string): RunEvent => ({
  type: "gate-evaluated",
  run: id,
  gate,
  result: "passed",
  reason: "",
});
const intended = { type: "effect-intended", run: id, effect: { kind: "provision" } } as const;
const provisioned: RunEvent[] = [
  intended,
  { type: "effect-done", run: id, result: { kind: "provision", version, before } },
];
const shifted: RunEvent[] = [
  { type: "effect-intended", run: id, effect: { kind: "shift", split } },
  { type: "effect-done", run: id, result: { kind: "shift", split } },
];

function runAfter(...events: RunEvent[]): Run {
  const signed = { by: "ada", at: "2026-01-01T00:00:00Z" };
  return events.reduce(
    (run, event) => (event.type === "run-started" ? run : advance(run, event, signed)),
    startRun(started, signed.at),
  );
}

describe("a run", () => {
  test.each([
    ["has just started", [], { open: true, underWay: true, touched: false, owns: true }],
    [
      "waits to be let in",
      [pending("approval")],
      { open: true, underWay: false, touched: false, owns: false },
    ],
    [
      "was interrupted in its first effect",
      [passed("approval"), intended],
      { open: true, underWay: true, touched: true, owns: true },
    ],
    [
      "waits at a gate after it moved traffic",
      [passed("approval"), ...provisioned, ...shifted, pending("sign-off")],
      { open: true, underWay: false, touched: true, owns: true },
    ],
    [
      "has ended",
      [
        passed("approval"),
        ...provisioned,
        ...shifted,
        passed("sign-off"),
        { type: "run-ended", run: id, outcome: "succeeded", reason: "" },
      ],
      { open: false, underWay: false, touched: true, owns: false },
    ],
  ] satisfies [string, RunEvent[], object][])("that %s", (_, events, expected) => {
    const run = runAfter(...events);
    expect({
      open: isOpen(run),
      underWay: isUnderWay(run),
      touched: hasTouched(run),
      owns: ownsProfile(run),
    }).toEqual(expected);
  });
});
