import type { Database } from "bun:sqlite";
import { z } from "zod";
import { newHexId, ScriptName } from "../../../store/ids.ts";

/** What belongs to a Worker and to no version of it: applied at once (tags, logs). Given back as it was put. */
export const ScriptSettings = z.looseObject({
  tags: z.array(z.string()).nullish(),
  logpush: z.boolean().nullish(),
  observability: z.unknown().optional(),
  tail_consumers: z.unknown().optional(),
});
export type ScriptSettings = z.infer<typeof ScriptSettings>;

/** Whether a Worker answers on workers.dev, and its versions on preview addresses. */
export const Subdomain = z.object({ enabled: z.boolean(), previews_enabled: z.boolean() });
export type Subdomain = z.infer<typeof Subdomain>;

const Schedule = z.object({ cron: z.string(), created_on: z.string(), modified_on: z.string() });
export type Schedule = z.infer<typeof Schedule>;

const Script = z.object({
  name: ScriptName,
  tag: z.string(),
  createdOn: z.string(),
  modifiedOn: z.string(),
  settings: ScriptSettings,
  subdomain: Subdomain,
  schedules: z.array(Schedule),
});
export type Script = z.infer<typeof Script>;

type Row = Record<
  "name" | "tag" | "createdOn" | "modifiedOn" | "settings" | "subdomain" | "schedules",
  string
>;
const COLUMNS =
  "name, tag, created_on AS createdOn, modified_on AS modifiedOn, settings, subdomain, schedules";

export class Scripts {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS script (
      name TEXT PRIMARY KEY,
      tag TEXT NOT NULL,
      created_on TEXT NOT NULL,
      modified_on TEXT NOT NULL,
      settings TEXT NOT NULL,
      subdomain TEXT NOT NULL,
      schedules TEXT NOT NULL
    ) STRICT;
  `;
  readonly #database: Database;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  get(name: string): Script | undefined {
    const row = this.#database.query<Row, [string]>(`SELECT ${COLUMNS} FROM script WHERE name = ?`).get(name);
    return row ? parse(row) : undefined;
  }

  list(): Script[] {
    return this.#database.query<Row, []>(`SELECT ${COLUMNS} FROM script ORDER BY name`).all().map(parse);
  }

  /** Keeps a script that is new; one that is there already stays as it is. */
  create(name: ScriptName): void {
    const now = new Date().toISOString();
    this.#database.run("INSERT OR IGNORE INTO script VALUES (?, ?, ?, ?, ?, ?, ?)", [
      name,
      newHexId(),
      now,
      now,
      JSON.stringify({} satisfies Partial<ScriptSettings>),
      JSON.stringify({ enabled: false, previews_enabled: false } satisfies Subdomain),
      "[]",
    ]);
  }

  /** Lets those go on who wait for a script. Called once its first deployment is committed. */
  announce(name: ScriptName): void {
    for (const resume of this.#waiting.get(name) ?? []) resume();
  }

  saveSettings(name: ScriptName, settings: ScriptSettings): void {
    this.#update(name, "settings", JSON.stringify(settings));
  }

  saveSubdomain(name: ScriptName, subdomain: Subdomain): void {
    this.#update(name, "subdomain", JSON.stringify(subdomain));
  }

  saveSchedules(name: ScriptName, schedules: Schedule[]): void {
    this.#update(name, "schedules", JSON.stringify(schedules));
  }

  /** Deletes a script with its versions and deployments. */
  delete(name: ScriptName): void {
    this.#database.run("DELETE FROM script WHERE name = ?", [name]);
  }

  /**
   * Waits for a script to come into being.
   * @param patience in milliseconds
   * @returns undefined when it did not come in that time
   */
  async whenThere(name: string, patience: number): Promise<Script | undefined> {
    const there = this.get(name);
    if (there) return there;
    const resumes = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, resumes);
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patience);
    resumes.add(resolve);
    await promise;
    clearTimeout(timer);
    resumes.delete(resolve);
    if (resumes.size === 0) this.#waiting.delete(name);
    return this.get(name);
  }

  #update(name: ScriptName, column: "settings" | "subdomain" | "schedules", value: string): void {
    this.#database.run(`UPDATE script SET ${column} = ?, modified_on = ? WHERE name = ?`, [
      value,
      new Date().toISOString(),
      name,
    ]);
  }
}

function parse(row: Row): Script {
  return Script.parse({
    ...row,
    settings: JSON.parse(row.settings),
    subdomain: JSON.parse(row.subdomain),
    schedules: JSON.parse(row.schedules),
  });
}
