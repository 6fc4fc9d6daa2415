import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { checkAppName, checkProfileName } from "../config/index.ts";
import { digest, releaseName, runId } from "../names/identity.ts";
import { link } from "./chain.ts";
import { event, type LedgerEvent } from "./event.ts";
import { fieldPaths } from "./field-paths.fixture.ts";
import { formatNeeded, laterFields, withFormat } from "./format.ts";
import { formatOne } from "./format-1.fixture.ts";
import { ledgerFormat } from "./format-event.ts";
import { currentKinds, describeKind, laterKindNames } from "./kinds.ts";
import { Ledger, parseRow } from "./ledger.ts";
import { MemoryStore } from "./memory.fixture.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const app = shop.name;
const profile = prod.name;
const by = { by: "ada", now: () => new Date("2026-01-01T00:00:00Z") };

const placed: LedgerEvent = { type: "barrier-placed", barrier: "hold", profile, reason: "the sale" };
const pending: LedgerEvent = {
  type: "gate-evaluated",
  run: runId.parse("r1"),
  gate: "soak",
  result: "pending",
  reason: "an hour is not over",
};
const timed: LedgerEvent = { ...pending, until: "2026-01-01T01:00:00.000Z" };
const marker = { type: "ledger-format", format: 2 };

describe("the format that an event needs", () => {
  test.each<[string, LedgerEvent, number]>([
    ["a hold", placed, 1],
    ["a gate that is pending without a time", pending, 1],
    ["a gate that is pending until a time", timed, 2],
    ["a gate whose answer was inconclusive", { ...pending, inconclusive: true }, 2],
    ["a gate whose time was left undefined", { ...pending, until: undefined }, 1],
  ])("of %s", (_what, given, format) => {
    expect(formatNeeded(given)).toBe(format);
  });

  test("is declared for each field and value that a kit of format 1 does not know", () => {
    const known = new Set(formatOne);
    const declared = Object.entries(laterFields).flatMap(([kind, fields]) =>
      Object.keys(fields).map((field) => `${kind}.${field}`),
    );
    const isNewKind = (path: string) => !formatOne.some((old) => old.startsWith(`${path.split(".")[0]}.`));
    const added = fieldPaths(z.toJSONSchema(event, { unrepresentable: "any", io: "input" })).filter(
      (path) => !known.has(path) && !isNewKind(path),
    );
    expect(added.filter((path) => !declared.some((field) => path.split("=")[0] === field))).toEqual([]);
    expect(declared.filter((field) => !added.includes(field))).toEqual([]);
  });
});

describe("the event that raises the format", () => {
  test("comes once, before the first event that needs it", () => {
    expect(withFormat(1, [placed, timed, placed, timed])).toEqual([placed, marker, timed, placed, timed]);
  });

  test("does not come where every event is read rightly by a kit of format 1", () => {
    expect(withFormat(1, [placed, pending])).toEqual([placed, pending]);
  });

  test("does not come again in a ledger that is in that format", () => {
    expect(withFormat(2, [timed])).toEqual([timed]);
  });
});

describe("a ledger in which a run waits until a time", () => {
  let store: MemoryStore;
  const kinds = () => store.rows.map((row) => parseRow(row).event.type);
  const begun: LedgerEvent = {
    type: "run-started",
    run: runId.parse("r1"),
    kind: "rollback",
    profile,
    release: releaseName.parse("v1"),
    digest: digest.parse(`sha256:${"a".repeat(64)}`),
    steps: [{ kind: "gate", name: "soak", looksAt: "admission", gate: { type: "manual", reviewers: 1 } }],
    version: null,
    before: null,
  };
  beforeEach(async () => {
    store = new MemoryStore();
    await (await Ledger.open(app, store, by)).append(() => [begun]);
  });

  test("gets the event that raises its format in the same append, and the state knows of it", async () => {
    const ledger = await Ledger.open(app, store, by);
    const before = store.appends;
    await ledger.append(() => [timed]);
    expect(store.appends - before).toBe(1);
    expect(kinds()).toEqual(["run-started", "ledger-format", "gate-evaluated"]);
    expect((await Ledger.open(app, store, by)).state).toEqual(ledger.state);
    expect(ledger.state.format).toBe(2);
  });

  test("gets it once from two writers at once", async () => {
    const [one, two] = [await Ledger.open(app, store, by), await Ledger.open(app, store, by)];
    await Promise.all([one.append(() => [timed]), two.append(() => [timed])]);
    expect(kinds()).toEqual(["run-started", "ledger-format", "gate-evaluated", "gate-evaluated"]);
  });
});

describe("a ledger that a later version of the kit has written to", () => {
  let store: MemoryStore;
  const add = async (event: object) => {
    const { head } = await Ledger.open(app, store, by);
    store.rows.push(
      await link(app, head, JSON.stringify({ v: 1, at: "2026-01-01T00:00:00Z", by: "eve", event })),
    );
  };
  beforeEach(() => {
    store = new MemoryStore();
  });

  test("is read-only from a format on that is newer", async () => {
    await add({ type: "ledger-format", format: ledgerFormat + 1 });
    const ledger = await Ledger.open(app, store, by);
    await expect(ledger.append(() => [placed])).rejects.toThrow(
      /event 1, “ledger-format” in a form that is not known here.*Nothing was changed.*update @kit\/deploy/,
    );
    expect(store.rows).toHaveLength(1);
  });

  test.each(laterKindNames)("is read-only from the event %s on, which the refusal explains", async (type) => {
    await add({ type, of: "whatever that will have" });
    const ledger = await Ledger.open(app, store, by);
    await expect(ledger.append(() => [placed])).rejects.toThrow(describeKind(type));
    await expect(ledger.append(() => [placed])).rejects.toMatchObject({
      action: { kind: "by-hand", text: "bunx create-alchemy-kit@latest update" },
    });
  });

  test("is read on where what a run did follows from an event that is not known", async () => {
    const run = "r1";
    const gate = { kind: "gate", name: "ask", looksAt: "admission", gate: { type: "manual", reviewers: 1 } };
    const started = { type: "run-started", run, kind: "release", profile, release: "v1", version: null };
    await add({ ...started, digest: `sha256:${"a".repeat(64)}`, steps: [gate], before: null });
    await add({ type: "gate-evaluated", run, gate: "ask", result: "undecided", reason: "" });
    await add({ type: "approval-given", run, gate: "ask", decision: "approved", comment: "" });
    await add({ type: "run-ended", run, outcome: "aborted", reason: "no" });
    const { entries, state } = await Ledger.open(app, store, by);
    expect(entries).toHaveLength(4);
    expect(state.runs.get(runId.parse(run))?.state).toMatchObject({ kind: "ended", outcome: "aborted" });
  });
});

describe("the kinds of events", () => {
  test("that this version knows are those of its schema", () => {
    expect([...currentKinds].toSorted()).toEqual(
      event.options.map(({ shape }) => shape.type.value).toSorted(),
    );
  });

  test("that are to come are none of those that it knows", () => {
    expect(
      laterKindNames.filter((name) => event.options.some(({ shape }) => shape.type.value === name)),
    ).toEqual([]);
  });

  test("are named only where their names cannot do harm to a terminal", () => {
    expect(describeKind("fresh-kind")).toBe("“fresh-kind”");
    expect(describeKind("\u001b[2Jgone")).toBe("of a kind whose name cannot be shown");
    expect(describeKind("__proto__")).toBe("of a kind whose name cannot be shown");
  });
});
