import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder of Unix sockets that only this user can reach: by them the emulator and its processes speak with each
 * other. Not in the emulator's own folder, for the path of a socket must be shorter than about a hundred bytes.
 */
export class Sockets {
  readonly folder: string;
  #made = 0;

  constructor() {
    // Made with mode 0700.
    this.folder = mkdtempSync(join(tmpdir(), "kit-emu-"));
  }

  /** Where a socket can be: nothing listens there yet, and never did. */
  path(): string {
    this.#made += 1;
    return join(this.folder, this.#made.toString(36));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
