import { packTar } from "modern-tar";
import { beforeEach, expect, test } from "vitest";
import { checkAppName, checkProfileName } from "../config/index.ts";
import { startRun } from "../core/run.ts";
import { Ledger } from "../ledger/ledger.ts";
import { MemoryStore } from "../ledger/memory.fixture.ts";
import { type Digest, digestOf, releaseName, runId } from "../names/identity.ts";
import { openAccount } from "../platform/cloudflare/index.ts";
import type { ArtifactStore } from "../platform/port.ts";
import { ArtifactMigrations } from "./migrations.ts";
import type { ReleaseBytes } from "./provisioner.ts";

const shop = checkAppName("shop");
const prod = checkProfileName("prod");
if (!shop.ok || !prod.ok) throw new Error("names");
const profile = prod.name;
const app = shop.name;

const kept = new Map<Digest, Uint8Array>();
const no = () => Promise.reject(new Error("Nobody should ask for this."));
const artifacts: ArtifactStore = {
  get: (digest) => Promise.resolve(kept.get(digest) ?? new Uint8Array()),
  has: no,
  put: no,
  list: no,
  delete: no,
  putProvenance: no,
  getProvenance: no,
};

/** A release whose artifact holds these migrations. */
async function release(name: string, migrations: Record<string, string>): Promise<ReleaseBytes> {
  const files = { ...migrations, "../worker.js": name };
  const bytes = await packTar(
    Object.entries(files).map(([file, body]) => ({
      header: { name: `migrations/${file}`, size: Buffer.byteLength(body), type: "file" as const },
      body,
    })),
  );
  const digest = await digestOf(bytes);
  kept.set(digest, bytes);
  return { release: releaseName.parse(name), digest };
}

function runOf({ release, digest }: ReleaseBytes, allowBreakingMigration?: boolean) {
  const at = "2026-01-01T00:00:00.000Z";
  return startRun(
    {
      type: "run-started",
      run: runId.parse("r1"),
      kind: "release",
      profile,
      release,
      digest,
      steps: [],
      version: null,
      before: null,
      allowBreakingMigration,
    },
    at,
  );
}

let migrations: ArtifactMigrations;
beforeEach(async () => {
  const now = () => new Date("2026-01-01T00:00:00Z");
  const ledger = await Ledger.open(app, new MemoryStore(), { by: "ada", now });
  // Nothing listens there: whoever asks the account fails.
  const apiUrl = "http://127.0.0.1:9/client/v4";
  const account = openAccount({ apiUrl, token: "none", accountId: "none", workers: { kind: "workers.dev" } });
  const silent = {
    during: <T>(_: string, work: () => Promise<T>) => work(),
    note: () => {},
    fault: () => {},
  };
  migrations = new ArtifactMigrations(artifacts, { ledger, account, clock: { now } }, silent, { survey: no });
});

const create = { "1.sql": "CREATE TABLE a (x)" };
const drop = { ...create, "2.sql": "DROP TABLE a" };

test("a run that finds another release serving than when it started is judged by that one", async () => {
  const [v1, v2] = [await release("v1", create), await release("v2", drop)];
  await expect(migrations.prepare(runOf(v2), v1)).rejects.toThrow(
    "v2 brings migrations that v1, which serves prod, cannot live with: 2.sql: DROP TABLE a (what serves may still use the table a)",
  );
});

test("where nothing serves, or what serves has them already, there is nothing to judge or to back up", async () => {
  const [v2, v3] = [await release("v2", drop), await release("v3", drop)];
  await migrations.prepare(runOf(v2), undefined);
  await migrations.prepare(runOf(v3), v2);
});

test("whoever takes the risk gets no further without a backup", async () => {
  const [v1, v2] = [await release("v1", create), await release("v2", drop)];
  await expect(migrations.prepare(runOf(v2, true), v1)).rejects.toThrow("it cannot be reached");
});
