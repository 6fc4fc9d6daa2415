/**
 * Run in a workspace: writes to the ledger of `shop` that the gate at which its run waits is pending until a time that
 * is over, which a kit of format 1 would misread, and keeps a snapshot of that. No gate has such a time yet.
 */
import { z } from "zod";
import { checkAppName } from "../packages/deploy/src/config/index.ts";
import { Ledger } from "../packages/deploy/src/ledger/ledger.ts";
import { writeState } from "../packages/deploy/src/ledger/snapshot.ts";
import { CloudflareApi } from "../packages/deploy/src/platform/cloudflare/api/client.ts";
import { D1LedgerStore } from "../packages/deploy/src/platform/cloudflare/stores/ledger-store.ts";

const emulator = z
  .object({ apiUrl: z.string(), token: z.string(), accountId: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ""));
const checked = checkAppName("shop");
if (!checked.ok) throw new Error(checked.reason);

const store = new D1LedgerStore(new CloudflareApi(emulator), emulator.accountId);
const ledger = await Ledger.open(checked.name, store, { by: "later@example.com", now: () => new Date() });
await ledger.append(({ runs }) => {
  const run = [...runs.values()].find(({ state }) => state.kind === "waiting");
  if (run?.state.kind !== "waiting") throw new Error("No run waits.");
  const { id, state } = run;
  const until = new Date().toISOString();
  return [
    { type: "gate-evaluated", run: id, gate: state.gate, result: "pending", reason: state.reason, until },
  ];
});
await store.save(checked.name, { ...ledger.head, body: writeState(ledger.state) });
