import { rmSync } from "node:fs";
import { join } from "node:path";

/** What an emulator keeps in its folder. Only this is deleted, for the folder may be anything a person named. */
const KEPT = [
  "store.sqlite",
  "store.sqlite-wal",
  "store.sqlite-shm",
  "identity.json",
  "running.json",
  "blobs",
  "storage",
  "objects",
  "run",
];

/** Forgets everything. Only while no emulator runs on the folder. */
export function reset(dir: string): void {
  for (const name of KEPT) rmSync(join(dir, name), { recursive: true, force: true });
}
