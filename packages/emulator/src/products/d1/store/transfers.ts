type Bytes = Uint8Array<ArrayBuffer>;

/** Files on their way to or from clients, at addresses that nobody can guess. Each is used once, and kept in memory. */
export class Transfers {
  readonly #outgoing = new Map<string, Bytes>();
  readonly #expected = new Set<string>();
  /** By the MD5 of the bytes, by which a client says which file it sent. Never given out by that name. */
  readonly #incoming = new Map<string, Bytes>();

  /**
   * @param bytes what is to be fetched; undefined for a file that is to come
   * @returns the name of the transfer
   */
  open(bytes: Bytes | undefined): string {
    const name = crypto.randomUUID();
    if (bytes) this.#outgoing.set(name, bytes);
    else this.#expected.add(name);
    return name;
  }

  /** Gives a file out. @returns undefined for a transfer that is not there or was fetched before */
  fetch(name: string): Bytes | undefined {
    return taken(this.#outgoing, name);
  }

  /** Whether a file is to come there. */
  expects(name: string): boolean {
    return this.#expected.has(name);
  }

  /** Keeps a file that came. */
  receive(name: string, md5: string, bytes: Bytes): void {
    this.#expected.delete(name);
    this.#incoming.set(md5, bytes);
  }

  /** Takes out a file that came. */
  received(md5: string): Bytes | undefined {
    return taken(this.#incoming, md5);
  }
}

function taken(files: Map<string, Bytes>, name: string): Bytes | undefined {
  const bytes = files.get(name);
  files.delete(name);
  return bytes;
}
