import type { Database } from "bun:sqlite";
import { z } from "zod";
import { BlobId } from "../../../store/ids.ts";

/** How a version wants its assets served, as uploaded. `_headers` and `_redirects` are those files' text. */
export const AssetConfig = z.looseObject({
  html_handling: z
    .enum(["auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"])
    .default("auto-trailing-slash"),
  not_found_handling: z.enum(["single-page-application", "404-page", "none"]).default("none"),
  run_worker_first: z.union([z.boolean(), z.array(z.string())]).default(false),
  _headers: z.string().optional(),
  _redirects: z.string().optional(),
});
export type AssetConfig = z.infer<typeof AssetConfig>;

const AssetFile = z.object({ blob: BlobId, contentType: z.string(), hash: z.string() });
export type AssetFile = z.infer<typeof AssetFile>;

/** The assets of one version: path (beginning with `/`) to file. */
export const AssetSet = z.object({ config: AssetConfig, files: z.record(z.string(), AssetFile) });
export type AssetSet = z.infer<typeof AssetSet>;

/** What a client says it will upload: path to hash (the client's own, of 32 hex characters) and size in bytes. */
export const AssetManifest = z.record(
  z.string().startsWith("/"),
  z.object({ hash: z.string().regex(/^[0-9a-f]{32}$/), size: z.number().nonnegative() }),
);
export type AssetManifest = z.infer<typeof AssetManifest>;

export class Assets {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS asset (
      hash TEXT PRIMARY KEY,
      blob TEXT NOT NULL,
      content_type TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS asset_session (
      id TEXT PRIMARY KEY,
      script TEXT NOT NULL,
      manifest TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(hash: string): AssetFile | undefined {
    const row = this.#database
      .query<{ blob: string; contentType: string }, [string]>(
        "SELECT blob, content_type AS contentType FROM asset WHERE hash = ?",
      )
      .get(hash);
    return row ? AssetFile.parse({ ...row, hash }) : undefined;
  }

  save(file: AssetFile): void {
    this.#database.run("INSERT OR IGNORE INTO asset (hash, blob, content_type) VALUES (?, ?, ?)", [
      file.hash,
      file.blob,
      file.contentType,
    ]);
  }

  openSession(script: string, manifest: AssetManifest): string {
    const id = crypto.randomUUID();
    this.#database.run("INSERT INTO asset_session (id, script, manifest) VALUES (?, ?, ?)", [
      id,
      script,
      JSON.stringify(manifest),
    ]);
    return id;
  }

  manifest(session: string): AssetManifest | undefined {
    const row = this.#database
      .query<{ manifest: string }, [string]>("SELECT manifest FROM asset_session WHERE id = ?")
      .get(session);
    return row ? AssetManifest.parse(JSON.parse(row.manifest)) : undefined;
  }

  /** The hashes of a manifest whose bytes are not here yet, each once. */
  missing(manifest: AssetManifest): string[] {
    const hashes = new Set(Object.values(manifest).map((file) => file.hash));
    return [...hashes].filter((hash) => !this.find(hash));
  }
}
