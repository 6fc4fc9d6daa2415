import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { BlobId } from "./ids.ts";

/** Files named by what is in them: modules and assets. Never changed once written, so never half written. */
export class Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Where a blob's bytes are, whether or not they have been put there yet. */
  path(id: BlobId): string {
    return join(this.#folder, id.slice(0, 2), id);
  }

  /** @returns the name under which these bytes can be found from now on */
  async put(bytes: Uint8Array): Promise<BlobId> {
    const id = BlobId.parse(new Bun.CryptoHasher("sha256").update(bytes).digest("hex"));
    const path = this.path(id);
    if (existsSync(path)) return id;
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${crypto.randomUUID()}`;
    try {
      await Bun.write(draft, bytes);
      renameSync(draft, path);
    } finally {
      // Still there when the disk was full.
      rmSync(draft, { force: true });
    }
    return id;
  }
}
