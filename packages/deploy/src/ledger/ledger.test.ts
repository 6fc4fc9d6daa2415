import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { checkAppName, checkProfileName, pipelineSchema } from "../config/index.ts";
import { gateSchema } from "../gates/gate.ts";
import { digest, releaseName, runId, versionId } from "../names/identity.ts";
import { planRelease } from "../rollout/plan-run.ts";
import { verifyChain } from "./chain.ts";
import type { LedgerEvent } from "./event.ts";
import { Ledger, TamperedLedger } from "./ledger.ts";
import { MemoryStore } from "./memory.fixture.ts";
import { profileState } from "./state.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const app = shop.name;
const profile = prod.name;
const bytes = (fill: string) => digest.parse(`sha256:${fill.repeat(64)}`);
const v1 = releaseName.parse("v1");
const by = { by: "ada", now: () => new Date("2026-01-01T00:00:00Z") };

const released: LedgerEvent = {
  type: "release-created",
  release: v1,
  digest: bytes("a"),
  size: 1,
  provenance: { commit: null, dirty: false, lockfile: null, bun: "1", kit: "1" },
};
const verdict = (which: "good" | "bad" | "cleared"): LedgerEvent => ({
  type: "verdict",
  verdict: which,
  profile: which === "good" ? profile : null,
  release: v1,
  digest: bytes("a"),
  reason: "why",
});

let store: MemoryStore;
let ledger: Ledger;
beforeEach(async () => {
  store = new MemoryStore();
  ledger = await Ledger.open(app, store, by);
});

describe("appending", () => {
  test("of two writers at once both get in, each after the other", async () => {
    const other = await Ledger.open(app, store, { ...by, by: "bob" });
    await Promise.all([ledger.append(() => [released]), other.append(() => [verdict("bad")])]);
    await Promise.all([ledger.refresh(), other.refresh()]);
    expect(store.rows).toHaveLength(2);
    expect(ledger.state).toEqual(other.state);
  });

  test("what one process writes at once comes in the order in which it was asked for", async () => {
    const refused = ledger.append(() => {
      throw new Error("no");
    });
    await Promise.all([
      ledger.append(() => [released]),
      expect(refused).rejects.toThrow("no"),
      ledger.append(({ releases }) => (releases.has(v1) ? [verdict("bad")] : [])),
      ledger.refresh(),
    ]);
    expect(store.rows).toHaveLength(2);
    expect(ledger.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test("what is appended is decided on the newest state", async () => {
    const other = await Ledger.open(app, store, by);
    await other.append(() => [released]);
    const seen: number[] = [];
    await ledger.append(({ releases }) => {
      seen.push(releases.size);
      return releases.size === 0 ? [released] : [];
    });
    expect(seen).toEqual([0, 1]);
    expect(store.rows).toHaveLength(1);
  });

  test("who refuses appends nothing", async () => {
    await expect(
      ledger.append(() => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(store.rows).toEqual([]);
  });
});

describe("a lease", () => {
  const taken = (nonce: string, until: string): LedgerEvent => ({
    type: "lease-taken",
    profile,
    holder: { who: "ada", host: "ci", pid: 1, nonce },
    until,
  });

  test("stays the same one when it is renewed, and is another for another process of that number", async () => {
    const lease = () => profileState(ledger.state, profile).lease;
    await ledger.append(() => [taken("one", "2026-01-01T00:10:00Z")]);
    await ledger.append(() => [taken("one", "2026-01-01T00:15:00Z")]);
    expect(lease()).toMatchObject({ fence: 1, until: "2026-01-01T00:15:00Z" });
    await ledger.append(() => [taken("other", "2026-01-01T00:20:00Z")]);
    expect(lease()).toMatchObject({ fence: 3, holder: { nonce: "other" } });
  });
});

describe("the chain", () => {
  beforeEach(async () => {
    await ledger.append(() => [released, verdict("good")]);
    await ledger.append(() => [verdict("bad")]);
  });

  test("holds as it was written", async () => {
    expect(await verifyChain(app, store.rows)).toMatchObject({ ok: true, head: { seq: 3 } });
  });

  test("breaks when any character of any column of any row is changed", async () => {
    const place = fc.record({
      row: fc.nat(2),
      column: fc.constantFrom("prev" as const, "hash" as const, "body" as const),
      at: fc.nat(10_000),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ row, column, at }) => {
        const tampered = store.rows.map((each) => ({ ...each }));
        const target = tampered[row];
        if (!target) throw new Error("no such row");
        const text = target[column];
        const index = at % text.length;
        target[column] = text.slice(0, index) + (text[index] === "x" ? "y" : "x") + text.slice(index + 1);
        const chain = await verifyChain(app, tampered);
        expect(chain.ok).toBe(false);
      }),
    );
  });

  test("breaks when a row is renumbered, removed, swapped, or told of another app", async () => {
    const [a, b, c] = store.rows;
    if (!a || !b || !c) throw new Error("three rows");
    const other = checkAppName("other");
    if (!other.ok) throw new Error(other.reason);
    expect(await verifyChain(app, [a, { ...b, seq: 5 }, c])).toMatchObject({ ok: false, seq: 2 });
    expect(await verifyChain(app, [a, c])).toMatchObject({ ok: false, seq: 2 });
    expect(await verifyChain(app, [b, a, c])).toMatchObject({ ok: false, seq: 1 });
    expect(await verifyChain(other.name, [a, b, c])).toMatchObject({ ok: false, seq: 1 });
  });

  test("is checked by whoever opens it", async () => {
    const second = store.rows[1];
    if (!second) throw new Error("no row");
    second.body = second.body.replace("why", "not");
    await expect(Ledger.open(app, store, by)).rejects.toThrow(TamperedLedger);
  });
});

describe("the state", () => {
  test("bad outlasts good until a person clears it", async () => {
    await ledger.append(() => [released, verdict("good"), verdict("bad")]);
    expect(ledger.state.bad.get(bytes("a"))).toBe("why");
    await ledger.append(() => [verdict("cleared")]);
    expect(ledger.state.bad.size).toBe(0);
    expect([...profileState(ledger.state, profile).good]).toEqual([v1]);
  });

  test("knows the version and the traffic that a run's effects made", async () => {
    const run = runId.parse("r1");
    const version = versionId.parse("uploaded");
    const split = [{ version, percentage: 100 }];
    const pipeline = pipelineSchema.parse([
      { kind: "deploy", profile: "prod", rollout: { strategy: "all-at-once" } },
      { kind: "gate", name: "health", gate: gateSchema.parse({ type: "health" }) },
    ]);
    const steps = planRelease(pipeline, profile);
    await ledger.append(() => [
      released,
      {
        type: "run-started",
        run,
        kind: "release",
        profile,
        release: v1,
        digest: bytes("a"),
        steps,
        version: null,
        before: null,
      },
      { type: "effect-intended", run, effect: { kind: "provision" } },
      { type: "effect-done", run, result: { kind: "provision", version, before: [] } },
      { type: "effect-intended", run, effect: { kind: "shift", split } },
      { type: "effect-done", run, result: { kind: "shift", split } },
    ]);
    const state = profileState(ledger.state, profile);
    expect([...state.versions]).toEqual([[v1, version]]);
    expect(state.traffic).toEqual(split);
  });

  test("read again from its rows is the same", async () => {
    await ledger.append(() => [released, verdict("good"), verdict("bad")]);
    const again = await Ledger.open(app, store, by);
    expect(again.state).toEqual(ledger.state);
    expect(again.entries).toEqual(ledger.entries);
  });
});
