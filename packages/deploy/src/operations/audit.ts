import { type AppName, type ProfileName, workerName } from "../config/index.ts";
import type { Account } from "../engine/ports/account.ts";
import { type Head, type Row, verifyChain } from "../ledger/chain.ts";
import { fold } from "../ledger/fold.ts";
import { parseRow } from "../ledger/ledger.ts";
import { readState, writeState } from "../ledger/snapshot.ts";

/** Whether the ledger is what was written; if not, the first event that is not, and why. */
export type Verified =
  | { ok: true; events: number; head: Head; anchors: number }
  | { ok: false; events: number; firstBad: number; reason: string };

/**
 * Walks an app's whole chain, and holds it against what is written down outside it: each live deployment
 * carries the head that the ledger had when it was made, and each Worker the one that the last command left, so a
 * ledger that was cut short or put back is noticed.
 */
export async function verifyLedger(
  account: Pick<Account, "ledger" | "anchors">,
  app: AppName,
  profiles: readonly ProfileName[],
): Promise<Verified> {
  const [rows, { snapshot }, anchors] = await Promise.all([
    account.ledger.read(app, 0),
    account.ledger.open(app),
    Promise.all(profiles.map((profile) => account.anchors.anchors(workerName(app, profile)))),
  ]);
  const chain = await verifyChain(app, rows);
  if (!chain.ok) return { ok: false, events: rows.length, firstBad: chain.seq, reason: chain.reason };
  const kept = snapshot && readState(snapshot.body);
  if (kept && writeState(fold(rows.slice(0, snapshot.seq).map(parseRow))) !== writeState(kept)) {
    const reason = `the snapshot taken at event ${snapshot.seq} is not what the events come to`;
    return { ok: false, events: rows.length, firstBad: snapshot.seq, reason };
  }
  const known = anchors.flat();
  const [missing] = known.filter((anchor) => !holds(rows, anchor)).toSorted((a, b) => a.seq - b.seq);
  if (!missing) return { ok: true, events: rows.length, head: chain.head, anchors: known.length };
  const firstBad = Math.min(missing.seq, rows.length + 1);
  const reason =
    missing.seq > rows.length
      ? `the ledger ends at event ${rows.length}, but a Worker bears the mark of event ${missing.seq}: its end was cut off`
      : `event ${missing.seq} is not the one whose mark a Worker bears: another ledger was put in its place`;
  return { ok: false, events: rows.length, firstBad, reason };
}

function holds(rows: readonly Row[], { seq, hash }: Head): boolean {
  return rows[seq - 1]?.hash === hash;
}
