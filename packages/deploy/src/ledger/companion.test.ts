import { expect, test } from "vitest";
import { checkProfileName } from "../config/index.ts";
import { effectResult } from "../core/effect.ts";
import { next } from "../core/next.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import type { Entry, LedgerEvent } from "./event.ts";
import { fold } from "./fold.ts";
import { liveRelease, releaseOf } from "./release-of.ts";
import { readState, writeState } from "./snapshot.ts";
import { profileState } from "./state.ts";

const prod = checkProfileName("prod");
if (!prod.ok) throw new Error(prod.reason);
const profile = prod.name;
const bytes = digest.parse(`sha256:${"a".repeat(64)}`);
const [v1, v2] = [releaseName.parse("v1"), releaseName.parse("v2")];
const [r1, r2] = [runId.parse("r1"), runId.parse("r2")];
const [first, companion, second] = ["first", "companion", "second"].map((id) => versionId.parse(id));
if (!first || !companion || !second) throw new Error("versions");
const all = (version: typeof first) => [{ version, percentage: 100 }];

const created = (release: typeof v1): LedgerEvent => ({
  type: "release-created",
  release,
  digest: bytes,
  size: 1,
  provenance: { commit: null, dirty: false, lockfile: null, bun: "1", kit: "1" },
});
const started = (run: typeof r1, release: typeof v1): LedgerEvent => ({
  type: "run-started",
  run,
  kind: "release",
  profile,
  release,
  digest: bytes,
  steps: [{ kind: "provision" }, { kind: "shift", candidate: 0 }],
  version: null,
  before: null,
});
const intended = (run: typeof r1): LedgerEvent => ({
  type: "effect-intended",
  run,
  effect: { kind: "provision" },
});

/** v1 serves as `first`; v2 was made ready, and v1 with it once more. */
const events: LedgerEvent[] = [
  created(v1),
  created(v2),
  started(r1, v1),
  intended(r1),
  { type: "effect-done", run: r1, result: { kind: "provision", version: first, before: [] } },
  { type: "effect-intended", run: r1, effect: { kind: "shift", split: all(first) } },
  { type: "effect-done", run: r1, result: { kind: "shift", split: all(first) } },
  started(r2, v2),
  intended(r2),
  {
    type: "effect-done",
    run: r2,
    result: {
      kind: "provision",
      version: second,
      before: all(companion),
      companion: { release: v1, version: companion },
    },
  },
];
const state = fold(
  events.map((event, index): Entry => ({ event, seq: index + 1, at: "2026-01-01T00:00:00.000Z", by: "ada" })),
);

test("a release with a companion is known by both its versions, and gone back to by the newer", () => {
  expect([...profileState(state, profile).versions]).toEqual([
    [v1, companion],
    [v2, second],
  ]);
  expect([first, companion, second].map((version) => releaseOf(state, profile, version))).toEqual([
    v1,
    v1,
    v2,
  ]);
});

test("the version that serves on until the shift is still its release's", () => {
  expect(liveRelease(state, profile)?.name).toBe(v1);
});

test("the run joins the companion, and a run that fails gives the traffic to it", () => {
  const run = state.runs.get(r2);
  if (!run) throw new Error("no run");
  const split = [...all(companion), { version: second, percentage: 0 }];
  expect(next(run, new Date())).toEqual({ kind: "perform", effect: { kind: "shift", split } });
  const failed = { ...run, movedTraffic: true, fault: { kind: "failed" as const, reason: "why" } };
  expect(next(failed, new Date())).toEqual({
    kind: "perform",
    effect: { kind: "shift", split: all(companion) },
  });
});

test("a snapshot keeps it", () => {
  expect(profileState(readState(writeState(state)) ?? fold([]), profile)).toEqual(
    profileState(state, profile),
  );
});

test("what was written before there were companions is read as it was", () => {
  const old = { kind: "provision", version: "first", before: [] };
  expect(effectResult.parse(old)).toEqual(old);
});
