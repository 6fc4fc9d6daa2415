/** Files on their way to or from clients, at addresses that nobody can guess. Each is used once. */
export class Transfers {
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #expected = new Set<string>();

  /**
   * @param bytes what is to be fetched; undefined for a file that is to come
   * @returns the name of the transfer
   */
  open(bytes: Uint8Array<ArrayBuffer> | undefined): string {
    const name = crypto.randomUUID();
    if (bytes) this.#files.set(name, bytes);
    else this.#expected.add(name);
    return name;
  }

  /** Keeps a file that was expected, under another name. @returns false when none was */
  receive(name: string, as: string, bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#expected.delete(name)) return false;
    this.#files.set(as, bytes);
    return true;
  }

  take(name: string): Uint8Array<ArrayBuffer> | undefined {
    const bytes = this.#files.get(name);
    this.#files.delete(name);
    return bytes;
  }
}
