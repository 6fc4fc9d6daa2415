import type { Database } from "bun:sqlite";
import { newHexId } from "../../../store/ids.ts";

/** A domain of the account. There is no DNS here: whatever is asked for is taken to be ours. */
export interface Zone {
  id: string;
  name: string;
}

/** A whole host name that one Worker answers for. */
export interface CustomDomain {
  id: string;
  zone: string;
  hostname: string;
  script: string;
}

/** A pattern of URLs that a Worker answers for; without a Worker, that none does. */
export interface Route {
  id: string;
  zone: string;
  pattern: string;
  script: string | null;
}

const ZONE = "SELECT id, name FROM zone";
const DOMAIN = "SELECT id, zone, hostname, script FROM custom_domain";
const ROUTE = "SELECT id, zone, pattern, script FROM route";

/** Zones, and the hosts and patterns in them that lead to Workers. */
export class Domains {
  static readonly schema = `
    CREATE TABLE IF NOT EXISTS zone (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE IF NOT EXISTS custom_domain (
      id TEXT PRIMARY KEY,
      zone TEXT NOT NULL REFERENCES zone(id) ON DELETE CASCADE,
      hostname TEXT NOT NULL UNIQUE,
      script TEXT NOT NULL REFERENCES script(name) ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE IF NOT EXISTS route (
      id TEXT PRIMARY KEY,
      zone TEXT NOT NULL REFERENCES zone(id) ON DELETE CASCADE,
      pattern TEXT NOT NULL UNIQUE,
      script TEXT REFERENCES script(name) ON DELETE CASCADE
    ) STRICT;
  `;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  zones(): Zone[] {
    return this.#database.query<Zone, []>(`${ZONE} ORDER BY name`).all();
  }

  zone(id: string): Zone | undefined {
    return this.#database.query<Zone, [string]>(`${ZONE} WHERE id = ?`).get(id) ?? undefined;
  }

  /** The zone of that name, made if it is new. */
  zoneNamed(name: string): Zone {
    this.#database.run("INSERT OR IGNORE INTO zone (id, name) VALUES (?, ?)", [newHexId(), name]);
    const zone = this.#database.query<Zone, [string]>(`${ZONE} WHERE name = ?`).get(name);
    if (!zone) throw new Error(`The zone ${name} could not be made.`);
    return zone;
  }

  deleteZone(id: string): void {
    this.#database.run("DELETE FROM zone WHERE id = ?", [id]);
  }

  customDomains(): CustomDomain[] {
    return this.#database.query<CustomDomain, []>(`${DOMAIN} ORDER BY hostname`).all();
  }

  customDomain(hostname: string): CustomDomain | undefined {
    return (
      this.#database.query<CustomDomain, [string]>(`${DOMAIN} WHERE hostname = ?`).get(hostname) ?? undefined
    );
  }

  saveCustomDomain(zone: string, hostname: string, script: string): void {
    this.#database.run(
      `INSERT INTO custom_domain (id, zone, hostname, script) VALUES (?, ?, ?, ?)
       ON CONFLICT (hostname) DO UPDATE SET script = excluded.script`,
      [newHexId(), zone, hostname, script],
    );
  }

  deleteCustomDomain(id: string): void {
    this.#database.run("DELETE FROM custom_domain WHERE id = ?", [id]);
  }

  routes(): Route[] {
    return this.#database.query<Route, []>(`${ROUTE} ORDER BY pattern`).all();
  }

  addRoute(zone: string, pattern: string, script: string | null): Route {
    const made = { id: newHexId(), zone, pattern, script };
    this.#database.run("INSERT INTO route (id, zone, pattern, script) VALUES (?, ?, ?, ?)", [
      made.id,
      zone,
      pattern,
      script,
    ]);
    return made;
  }

  saveRoute({ id, pattern, script }: Route): void {
    this.#database.run("UPDATE route SET pattern = ?, script = ? WHERE id = ?", [pattern, script, id]);
  }

  deleteRoute(id: string): void {
    this.#database.run("DELETE FROM route WHERE id = ?", [id]);
  }
}
