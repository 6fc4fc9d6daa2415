import { expect, test } from "vitest";
import { realClock } from "../cli/open/real-clock.ts";
import { checkAppName, checkProfileName } from "../config/index.ts";
import { Ledger } from "../ledger/ledger.ts";
import { MemoryStore } from "../ledger/memory.fixture.ts";
import { thisHolder } from "../workspace/identity.ts";
import { takeLease } from "./lease.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const profile = prod.name;

test("a process of the same number in another container is somebody else, and is told who is there since when", async () => {
  const now = () => new Date("2026-01-01T00:00:00Z");
  const ledger = await Ledger.open(shop.name, new MemoryStore(), { by: "ada", now });
  const holder = thisHolder("ada");
  const judge = { clock: { ...realClock, now }, holder, isGone: () => false };
  await ledger.append((state) => [takeLease(state, profile, judge)]);

  expect(takeLease(ledger.state, profile, judge)).toMatchObject({ type: "lease-taken", holder });
  const twin = { ...judge, holder: { ...holder, nonce: "another" } };
  expect(() => takeLease(ledger.state, profile, twin)).toThrow(
    `ada (${holder.host}, process ${holder.pid}) has been working on prod since 2026-01-01T00:00:00.000Z.`,
  );
});

test("a heart beats for as long as the work goes on, and no longer", async () => {
  let beats = 0;
  const third = Promise.withResolvers<void>();
  const beat = async () => {
    beats += 1;
    if (beats === 3) third.resolve();
  };
  await realClock.beating(1, beat, () => third.promise);
  const counted = beats;
  await realClock.sleep(20);
  expect(beats).toBe(counted);
});
