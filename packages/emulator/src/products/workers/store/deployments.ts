import type { Database } from "bun:sqlite";
import { z } from "zod";
import { type ScriptName, VersionId } from "../../../store/ids.ts";

/** Who gets how much of a Worker's traffic: one or two versions, together 100. */
export const Split = z.array(z.object({ version_id: VersionId, percentage: z.number().min(0).max(100) }));
export type Split = z.infer<typeof Split>;

const Deployment = z.object({
  id: z.string(),
  createdOn: z.string(),
  versions: Split,
  annotations: z.record(z.string(), z.string()),
});
export type Deployment = z.infer<typeof Deployment>;

type Row = Record<"id" | "createdOn" | "versions" | "annotations", string>;
const SELECT = "SELECT id, created_on AS createdOn, versions, annotations FROM deployment";

export class Deployments {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS deployment (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL,
      script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE,
      created_on TEXT NOT NULL,
      versions TEXT NOT NULL,
      annotations TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS deployment_by_script ON deployment(script, sequence);
  `;
  readonly #database: Database;
  /** Asked for on every request to a Worker, so kept in memory too. */
  readonly #current = new Map<string, Deployment>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The deployment that decides where requests go now. */
  current(script: string): Deployment | undefined {
    const known = this.#current.get(script);
    if (known) return known;
    const row = this.#database
      .query<Row, [string]>(`${SELECT} WHERE script = ? ORDER BY sequence DESC LIMIT 1`)
      .get(script);
    if (!row) return undefined;
    const deployment = parse(row);
    this.#current.set(script, deployment);
    return deployment;
  }

  /** Newest first, the newest hundred. */
  list(script: ScriptName): Deployment[] {
    return this.#database
      .query<Row, [string]>(`${SELECT} WHERE script = ? ORDER BY sequence DESC LIMIT 100`)
      .all(script)
      .map(parse);
  }

  create(script: ScriptName, versions: Split, annotations: Record<string, string>): Deployment {
    const deployment = {
      id: crypto.randomUUID(),
      createdOn: new Date().toISOString(),
      versions,
      annotations,
    };
    this.#database.run(
      "INSERT INTO deployment (id, script, created_on, versions, annotations) VALUES (?, ?, ?, ?, ?)",
      [deployment.id, script, deployment.createdOn, JSON.stringify(versions), JSON.stringify(annotations)],
    );
    this.#current.delete(script);
    return deployment;
  }

  /** Forgets one deployment, which is not the one that serves. */
  delete(id: string): void {
    this.#database.run("DELETE FROM deployment WHERE id = ?", [id]);
  }

  /** Forgets the deployments of a script that is being deleted. */
  forget(script: ScriptName): void {
    this.#current.delete(script);
  }
}

function parse(row: Row): Deployment {
  return Deployment.parse({
    ...row,
    versions: JSON.parse(row.versions),
    annotations: JSON.parse(row.annotations),
  });
}
