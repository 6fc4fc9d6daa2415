import type { AppName, ProfileName } from "../../config/index.ts";
import { type BackupName, backupName, digestOf, type RunId } from "../../names/identity.ts";
import type { BackupStore } from "../../platform/data.ts";
import { type BackedUpDatabase, type Backup, manifest } from "./manifest.ts";

const manifestFile = "backup.json";

/** The backups of one profile, under `<app>/<profile>/<name>/` in the bucket `kit-backups`. */
export class Archive {
  readonly #store: BackupStore;
  readonly #home: string;

  constructor(store: BackupStore, app: AppName, profile: ProfileName) {
    this.#store = store;
    this.#home = `${app}/${profile}/`;
  }

  /** The names of those that were finished, oldest first: a name begins with its time. */
  async names(): Promise<BackupName[]> {
    const keys = await this.#store.keys(this.#home);
    return keys
      .filter((key) => key.endsWith(`/${manifestFile}`))
      .flatMap((key) => backupName.safeParse(key.split("/").at(-2)).data ?? [])
      .toSorted();
  }

  /** The backup of these databases that was made before a run's migrations, if that came so far. */
  async ofRun(run: RunId, databases: readonly { name: string }[]): Promise<Backup | undefined> {
    const names = (await this.names()).filter((name) => name.endsWith(`-${run}`));
    const made = await Promise.all(names.map((name) => this.read(name)));
    return made.find((backup) =>
      databases.every(({ name }) => backup.databases.some((kept) => kept.name === name)),
    );
  }

  async read(name: BackupName): Promise<Backup> {
    const bytes = await this.#store.get(this.#key(name, manifestFile));
    if (!bytes) throw new Error(`The backup ${name} is not there any more.`);
    return manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  }

  /** @throws when the SQL is gone, or is not what was put there */
  async readSql(name: BackupName, database: Extract<BackedUpDatabase, { kind: "dump" }>): Promise<string> {
    const bytes = await this.#store.get(this.#key(name, sqlFile(database.name)));
    if (bytes && (await digestOf(bytes)) === database.digest) return new TextDecoder().decode(bytes);
    const what = bytes ? "was changed" : "is gone";
    throw new Error(`The backup ${name} cannot be used: the SQL of ${database.name} ${what}.`);
  }

  /** Keeps a database's SQL. @returns its digest and size */
  async putSql(name: BackupName, database: string, sql: string) {
    const bytes = new TextEncoder().encode(sql);
    await this.#store.put(this.#key(name, sqlFile(database)), bytes);
    return { digest: await digestOf(bytes), bytes: bytes.byteLength };
  }

  /** Finishes a backup. */
  async put(backup: Backup): Promise<void> {
    const text = `${JSON.stringify(backup, null, 2)}\n`;
    await this.#store.put(this.#key(backup.name, manifestFile), new TextEncoder().encode(text));
  }

  #key(name: BackupName, file: string): string {
    return `${this.#home}${name}/${file}`;
  }
}

function sqlFile(database: string): string {
  return `${encodeURIComponent(database)}.sql`;
}
