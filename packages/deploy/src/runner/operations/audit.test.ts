import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parseAnchor } from "../../ledger/anchor.ts";
import { type Head, link, type Row } from "../../ledger/chain.ts";
import { fold } from "../../ledger/fold.ts";
import { parseRow } from "../../ledger/ledger.ts";
import { MemoryStore } from "../../ledger/memory.fixture.ts";
import { readState, writeState } from "../../ledger/snapshot.ts";
import { app, prod, staging } from "../../simulation/app.ts";
import { type Command, carryOut } from "../../simulation/commands.ts";
import { FaultPlan } from "../../simulation/fault-plan.ts";
import { Random } from "../../simulation/random.ts";
import { Table } from "../../simulation/table.ts";
import { World } from "../../simulation/world.ts";
import { verifyLedger } from "./audit.ts";

const world = new World(new Random(1), new FaultPlan([], new Table()));
const story: Command[] = [{ kind: "ship", health: {} }, { kind: "promote" }, { kind: "approve" }];
/** The ledger as a release in prod leaves it. */
let rows: readonly Row[];
/** The events that the live deployments were made after, the first of them first. */
let anchored: Head[];

const anchors = {
  anchors: async (worker: string) => {
    const anchor = parseAnchor((await world.platform.deployment(worker))?.message ?? "");
    return anchor ? [anchor] : [];
  },
  keepAnchor: async () => {},
};

beforeAll(async () => {
  for (const command of story)
    await carryOut(world, await world.engine(world.start("ada", "laptop")), command);
  rows = world.store.rows(app);
  const known = await Promise.all([...world.platform.scripts.keys()].map(anchors.anchors));
  anchored = known.flat().toSorted((a, b) => a.seq - b.seq);
});

function verify(changed: readonly Row[]) {
  const ledger = new MemoryStore();
  ledger.rows = [...changed];
  return verifyLedger({ ledger, anchors }, app, [staging, prod]);
}

const lastAnchored = () => anchored.at(-1)?.seq ?? 0;
const anyRow = () => fc.integer({ min: 0, max: rows.length - 1 });

test("what nobody changed holds, and is held against both profiles' deployments", async () => {
  expect(await verify(rows)).toMatchObject({ ok: true, events: rows.length, anchors: 2 });
});

test("the first event that was changed is named", async () => {
  await fc.assert(
    fc.asyncProperty(anyRow(), async (at) => {
      const changed = rows.map((row, each) =>
        each < at ? row : { ...row, body: row.body.replace("ada", "eve") },
      );
      expect(await verify(changed)).toMatchObject({ ok: false, firstBad: at + 1 });
    }),
  );
});

test("of two that were swapped the first is named", async () => {
  await fc.assert(
    fc.asyncProperty(anyRow(), anyRow(), async (a, b) => {
      fc.pre(a !== b);
      const [one, other] = [rows[a], rows[b]];
      const swapped = rows.map((row, at) => (at === a ? other : at === b ? one : row) ?? row);
      expect(await verify(swapped)).toMatchObject({ ok: false, firstBad: Math.min(a, b) + 1 });
    }),
  );
});

test("wherever a snapshot is taken, and gone on from, it is what the events come to", () => {
  const entries = rows.map(parseRow);
  const whole = writeState(fold(entries));
  for (let at = 0; at <= entries.length; at++) {
    const kept = readState(writeState(fold(entries.slice(0, at))));
    expect(writeState(fold(entries.slice(at), kept))).toBe(whole);
  }
});

test("an end that was cut off is noticed by what the live deployments were made after", async () => {
  for (let length = 0; length < lastAnchored(); length++)
    expect(await verify(rows.slice(0, length))).toMatchObject({ ok: false, firstBad: length + 1 });
});

test("so is an older ledger in its place, even where its chain was taken further", async () => {
  for (let length = 0; length < lastAnchored(); length++) {
    const forged = rows.slice(0, length);
    while (forged.length < rows.length + 1) {
      const head = forged.at(-1) ?? { seq: 0, hash: "genesis" };
      forged.push(await link(app, head, rows.at(-1)?.body ?? ""));
    }
    const firstBad = anchored.find(({ seq }) => seq > length)?.seq;
    expect(await verify(forged)).toMatchObject({ ok: false, firstBad });
  }
});
