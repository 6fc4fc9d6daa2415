import type { Database } from "bun:sqlite";
import { z } from "zod";
import { BlobId, newVersionId, ScriptName, VersionId } from "../../../store/ids.ts";
import { AssetSet } from "../../assets/store/assets.ts";
import { Binding } from "../../product.ts";

/** Kinds of module, in workerd's words. */
export const ModuleKind = z.enum(["esModule", "commonJsModule", "text", "data", "wasm", "json"]);
export type ModuleKind = z.infer<typeof ModuleKind>;

/** Everything a version is made of. Never changes once uploaded. */
export const Upload = z.object({
  /** Undefined for a Worker that is assets only. */
  mainModule: z.string().optional(),
  modules: z.array(z.object({ name: z.string(), kind: ModuleKind, blob: BlobId })),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  bindings: z.array(Binding),
  assets: AssetSet.optional(),
  /** The Durable Object classes that its Worker had: name to namespace. */
  objects: z.record(z.string(), z.string()).default({}),
  /** The last migration of those classes. */
  migrationTag: z.string().optional(),
  annotations: z.record(z.string(), z.string()),
  /** What uploaded it, as wrangler shows it. */
  source: z.enum(["api", "wrangler"]),
});
export type Upload = z.infer<typeof Upload>;

const Version = z.object({
  id: VersionId,
  script: ScriptName,
  /** Counts up from 1 in each script. */
  number: z.number(),
  createdOn: z.string(),
  upload: Upload,
});
export type Version = z.infer<typeof Version>;

type Row = { id: string; script: string; number: number; createdOn: string; upload: string };
const COLUMNS = "id, script, number, created_on AS createdOn, upload";

export class Versions {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS version (
      id TEXT PRIMARY KEY,
      script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      created_on TEXT NOT NULL,
      upload TEXT NOT NULL,
      UNIQUE (script, number)
    ) STRICT;
  `;
  readonly #database: Database;
  /** A version never changes, so what was parsed once stays true. */
  readonly #parsed = new Map<string, Version>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes the version that `save` will keep: its id and number are known before its code has been tried. */
  draft(script: ScriptName, upload: Upload): Version {
    const last = this.#database
      .query<{ number: number }, [string]>(
        "SELECT coalesce(max(number), 0) AS number FROM version WHERE script = ?",
      )
      .get(script);
    return {
      id: newVersionId(),
      script,
      number: (last?.number ?? 0) + 1,
      createdOn: new Date().toISOString(),
      upload,
    };
  }

  /** Keeps a draft. Another upload may have taken its number meanwhile: then it gets the next one. */
  save(draft: Version): Version {
    const { number } = this.draft(draft.script, draft.upload);
    const version = { ...draft, number };
    this.#database.run(
      "INSERT INTO version (id, script, number, created_on, upload) VALUES (?, ?, ?, ?, ?)",
      [version.id, version.script, number, version.createdOn, JSON.stringify(version.upload)],
    );
    return version;
  }

  get(id: string): Version | undefined {
    const known = this.#parsed.get(id);
    if (known) return known;
    const row = this.#database.query<Row, [string]>(`SELECT ${COLUMNS} FROM version WHERE id = ?`).get(id);
    return row ? this.#parse(row) : undefined;
  }

  /** Newest first. */
  list(script: ScriptName): Version[] {
    return this.#database
      .query<Row, [string]>(`SELECT ${COLUMNS} FROM version WHERE script = ? ORDER BY number DESC`)
      .all(script)
      .map((row) => this.#parse(row));
  }

  /**
   * The version of a script that a preview address means: the one whose id begins so, or the newest of that alias.
   * @param word eight characters of an id, or an alias
   */
  previewed(script: ScriptName, word: string): Version | undefined {
    return this.list(script).find(
      ({ id, upload }) => id.split("-")[0] === word || upload.annotations["workers/alias"] === word,
    );
  }

  /** Forgets what was parsed of a script that is being deleted. */
  forget(script: ScriptName): void {
    for (const version of this.list(script)) this.#parsed.delete(version.id);
  }

  #parse(row: Row): Version {
    const known = this.#parsed.get(row.id);
    if (known) return known;
    const version = Version.parse({ ...row, upload: JSON.parse(row.upload) });
    this.#parsed.set(version.id, version);
    return version;
  }
}
