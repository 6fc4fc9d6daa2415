import type { SnapshotStore } from "../ledger/snapshot.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { retrying } from "./retrying.ts";

/** A ledger's store that asks again when it was not answered: a row that was added all the same is found there. */
export function patientStore(
  store: LedgerStore & SnapshotStore,
  how: Parameters<typeof retrying>[0],
): LedgerStore & SnapshotStore {
  return {
    read: (app, after) => retrying(how, () => store.read(app, after)),
    append: (app, rows) => retrying(how, () => store.append(app, rows)),
    apps: () => retrying(how, () => store.apps()),
    open: (app) => retrying(how, () => store.open(app)),
    save: (app, snapshot) => store.save(app, snapshot),
  };
}
