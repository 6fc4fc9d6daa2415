import type { AppName } from "../names/name.ts";
import { sha256Hex } from "../names/sha256.ts";

/** A row of the ledger as it is stored. `hash` covers the app, the number, the hash before and the body. */
export interface Row {
  seq: number;
  prev: string;
  hash: string;
  body: string;
}

/** The end of a chain: what the next row must follow. */
export interface Head {
  seq: number;
  hash: string;
}

export const genesis: Head = { seq: 0, hash: "genesis" };

/** The row that carries `body` after `head`. */
export async function link(app: AppName, head: Head, body: string): Promise<Row> {
  const seq = head.seq + 1;
  return { seq, prev: head.hash, hash: await hashOf(app, seq, head.hash, body), body };
}

/** Whether a chain holds, from a head known to be good on; and if not, which row is the first bad one and why. */
export async function verifyChain(
  app: AppName,
  rows: readonly Row[],
  from: Head = genesis,
): Promise<{ ok: true; head: Head } | { ok: false; seq: number; reason: string }> {
  // A row has the hash of the one before it, so that no hash has to wait for another.
  const hashes = await Promise.all(rows.map(({ seq, prev, body }) => hashOf(app, seq, prev, body)));
  let head = from;
  for (const [index, row] of rows.entries()) {
    const seq = head.seq + 1;
    if (row.seq !== seq)
      return { ok: false, seq, reason: `event ${seq} is missing; event ${row.seq} stands there` };
    if (row.prev !== head.hash)
      return { ok: false, seq, reason: `event ${seq} does not follow the event before it` };
    if (row.hash !== hashes[index]) {
      return { ok: false, seq, reason: `event ${seq} was changed after it was written` };
    }
    head = row;
  }
  return { ok: true, head: { seq: head.seq, hash: head.hash } };
}

function hashOf(app: AppName, seq: number, prev: string, body: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(JSON.stringify([app, seq, prev, body])));
}
