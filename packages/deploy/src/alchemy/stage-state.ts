import { z } from "zod";
import type { StateBucket } from "./state-bucket.ts";

const document = z.object({ scopes: z.record(z.string(), z.record(z.string(), z.unknown())) });

/**
 * All of alchemy's state of one stage: read once, kept in memory, written whole. Scopes are named by their
 * path below the app, entries within one by their key; entries are data as alchemy serializes them.
 */
export class StageState {
  readonly #bucket: StateBucket;
  readonly #key: string;
  readonly #scopes: Map<string, Map<string, unknown>>;
  #stored: string | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(bucket: StateBucket, key: string, stored: string | undefined) {
    this.#bucket = bucket;
    this.#key = key;
    this.#stored = stored;
    const { scopes } = stored === undefined ? { scopes: {} } : document.parse(JSON.parse(stored));
    this.#scopes = new Map(
      Object.entries(scopes).map(([name, entries]) => [name, new Map(Object.entries(entries))]),
    );
  }

  /** @param key of the object that holds it, such as `shop/staging.json` */
  static async open(bucket: StateBucket, key: string): Promise<StageState> {
    return new StageState(bucket, key, await bucket.read(key));
  }

  keys(scope: string): string[] {
    return [...(this.#scopes.get(scope)?.keys() ?? [])];
  }

  /** The scopes directly within one. */
  children(scope: string): string[] {
    const inside = scope === "" ? "" : `${scope}/`;
    const names = [...this.#scopes.keys()].filter((name) => name !== scope && name.startsWith(inside));
    return [...new Set(names.map((name) => name.slice(inside.length).split("/", 1)[0] ?? ""))];
  }

  /** Every entry of every scope. */
  entries(): unknown[] {
    return [...this.#scopes.values()].flatMap((entries) => [...entries.values()]);
  }

  get(scope: string, key: string): unknown {
    return this.#scopes.get(scope)?.get(key);
  }

  set(scope: string, key: string, entry: unknown): void {
    const entries = this.#scopes.get(scope) ?? new Map<string, unknown>();
    this.#scopes.set(scope, entries.set(key, entry));
  }

  delete(scope: string, key: string): void {
    const entries = this.#scopes.get(scope);
    entries?.delete(key);
    if (entries?.size === 0) this.#scopes.delete(scope);
  }

  /** Writes what is new. Writes go one after another; one that finds nothing new to write is none. */
  save(): Promise<void> {
    const write = () => this.#write();
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }

  async #write(): Promise<void> {
    const scopes = Object.fromEntries(
      [...this.#scopes].map(([name, entries]) => [name, Object.fromEntries(entries)]),
    );
    const text = this.#scopes.size === 0 ? undefined : JSON.stringify({ scopes });
    if (text === this.#stored) return;
    await (text === undefined ? this.#bucket.remove(this.#key) : this.#bucket.write(this.#key, text));
    this.#stored = text;
  }
}
