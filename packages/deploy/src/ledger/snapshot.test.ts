import { beforeEach, describe, expect, test } from "vitest";
import { checkAppName, checkProfileName } from "../config/index.ts";
import { link } from "./chain.ts";
import type { LedgerEvent } from "./event.ts";
import { fold } from "./fold.ts";
import { Ledger } from "./ledger.ts";
import { MemoryStore } from "./memory.fixture.ts";
import { readState, writeState } from "./snapshot.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const app = shop.name;
const profile = prod.name;
const by = { by: "ada", now: () => new Date("2026-01-01T00:00:00Z") };
const placed: LedgerEvent = { type: "barrier-placed", barrier: "hold", profile, reason: "the sale" };
const lifted: LedgerEvent = { type: "barrier-lifted", barrier: "hold", profile, reason: "over" };

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

describe("a ledger taken up from a snapshot", () => {
  beforeEach(async () => {
    const writer = await Ledger.open(app, store, by, store);
    for (let count = 0; count < 150; count++) await writer.append(() => [placed, lifted]);
    await writer.append(() => [placed]);
  });

  test("is in the state that all its events come to, having read only the last", async () => {
    const whole = await Ledger.open(app, store, by);
    const quick = await Ledger.open(app, store, by, store);
    expect(quick.state).toEqual(whole.state);
    expect(quick.head).toEqual(whole.head);
    expect(whole.entries).toHaveLength(301);
    expect(quick.entries.length).toBeLessThan(201);
  });

  test("is what the events up to there come to, to the letter", async () => {
    const { snapshot } = store;
    if (!snapshot) throw new Error("no snapshot was taken");
    const entries = (await Ledger.open(app, store, by)).entries.slice(0, snapshot.seq);
    expect(writeState(fold(entries))).toBe(snapshot.body);
  });

  test("goes on where the chain ends", async () => {
    const quick = await Ledger.open(app, store, by, store);
    await quick.append(() => [lifted]);
    expect((await Ledger.open(app, store, by)).state).toEqual(quick.state);
  });

  test("reads everything where the snapshot is of another form", async () => {
    if (!store.snapshot) throw new Error("no snapshot was taken");
    store.snapshot.body = JSON.stringify({ of: "another kit" });
    const read = await Ledger.open(app, store, by, store);
    expect(read.entries).toHaveLength(301);
  });

  test("is not hurt by a snapshot that cannot be written", async () => {
    store.save = () => Promise.reject(new Error("full"));
    const writer = await Ledger.open(app, store, by, store);
    for (let count = 0; count < 150; count++) await writer.append(() => [lifted, placed]);
    expect((await Ledger.open(app, store, by)).state).toEqual(writer.state);
  });
});

test("a state is the same after it was written and read", async () => {
  const ledger = await Ledger.open(app, store, by);
  await ledger.append(() => [
    placed,
    {
      type: "lease-taken",
      profile,
      holder: { who: "ada", host: "a", pid: 1 },
      until: "2026-01-01T00:10:00.000Z",
    },
  ]);
  expect(readState(writeState(ledger.state))).toEqual(ledger.state);
});

describe("an event that only a later kit knows", () => {
  beforeEach(async () => {
    const writer = await Ledger.open(app, store, by);
    await writer.append(() => [placed]);
    const event = { type: "canary-stepped", run: "r1", share: 10 };
    const body = JSON.stringify({ v: 1, at: "2026-01-01T00:00:00Z", by: "eve", event });
    store.rows.push(await link(app, writer.head, body));
  });

  test("is kept in the chain and can be looked at", async () => {
    const { entries, state } = await Ledger.open(app, store, by);
    expect(entries.at(-1)?.event).toEqual({ type: "unknown", kind: "canary-stepped" });
    expect(state.unknown).toContain("canary-stepped");
  });

  test("keeps this kit from writing on", async () => {
    const ledger = await Ledger.open(app, store, by);
    await expect(ledger.append(() => [lifted])).rejects.toThrow(/update @kit\/deploy/);
    expect(store.rows).toHaveLength(2);
  });
});
