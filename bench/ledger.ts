/**
 * `bun run bench/ledger.ts`: the ledger at a size that years bring. Folds a million events in memory; then, on an
 * emulator, measures status and rollback (whole processes) of an app with 500 releases and 100,000 events.
 */
import { checkAppName, checkProfileName } from "../packages/deploy/src/config/index.ts";
import type { Entry, LedgerEvent } from "../packages/deploy/src/ledger/event.ts";
import { fold } from "../packages/deploy/src/ledger/fold.ts";
import { Ledger } from "../packages/deploy/src/ledger/ledger.ts";
import { digest, releaseName } from "../packages/deploy/src/names/identity.ts";
import { openAccount } from "../packages/deploy/src/platform/cloudflare/account.ts";
import { median } from "./figure.ts";
import { Shop } from "./shop.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("The names are none.");
const profile = prod.name;
const reason = "the bench";

print("fold a million events", await foldMany(1_000_000));
const bench = await Shop.open();
try {
  await bench.releaseTwice();
  await growLedger(100_000, 500);
  const status = await repeat(5, () => bench.kit("status", "shop"));
  print("status, 100,000 events", median(status));
  print("rollback, 100,000 events", await bench.kit("rollback", "shop", "--profile", "prod"));
} finally {
  await bench.workspace.cleanup();
}

/** @returns milliseconds */
async function foldMany(count: number): Promise<number> {
  const at = "2026-01-01T00:00:00.000Z";
  const pairs: LedgerEvent[] = [
    { type: "barrier-placed", barrier: "hold", profile, reason },
    { type: "barrier-lifted", barrier: "hold", profile, reason },
  ];
  const entries: Entry[] = Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    at,
    by: "bench",
    event: index % 1000 === 0 ? created(index / 1000 + 1) : (pairs[index % 2] ?? created(1)),
  }));
  const start = performance.now();
  fold(entries);
  return performance.now() - start;
}

/** Adds releases and other events, through the same code that writes them in earnest. */
async function growLedger(events: number, releases: number): Promise<void> {
  if (!shop.ok) return;
  const { apiUrl, token, accountId, workersUrl } = await bench.workspace.emulator();
  const account = openAccount({ apiUrl, token, accountId, workers: { kind: "local", url: workersUrl } });
  const scribe = { by: "bench", now: () => new Date() };
  const ledger = await Ledger.open(shop.name, account.ledger, scribe, account.ledger);
  const known = ledger.state.releases.size;
  await ledger.append(() =>
    Array.from({ length: releases - known }, (_, index) => created(known + index + 1)),
  );
  while (ledger.head.seq < events) {
    await ledger.append(() =>
      Array.from({ length: 1000 }, (_, index): LedgerEvent => {
        const type = index % 2 === 0 ? "barrier-placed" : "barrier-lifted";
        return { type, barrier: "hold", profile, reason };
      }),
    );
  }
}

function created(number: number): LedgerEvent {
  const release = releaseName.parse(`v${number}`);
  const hash = digest.parse(`sha256:${number.toString(16).padStart(64, "0")}`);
  const provenance = { commit: null, dirty: false, lockfile: null, bun: Bun.version, kit: "0.1.0" };
  return { type: "release-created", release, digest: hash, size: 1, provenance };
}

async function repeat(times: number, work: () => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  while (results.length < times) results.push(await work());
  return results;
}

function print(name: string, milliseconds: number): void {
  process.stdout.write(`${name.padEnd(28)} ${Math.round(milliseconds)} ms\n`);
}
