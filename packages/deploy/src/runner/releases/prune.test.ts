import { beforeEach, describe, expect, test } from "vitest";
import { checkAppName, checkProfileName, evaluate } from "../../config/index.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { MemoryStore } from "../../ledger/memory.fixture.ts";
import { readState, writeState } from "../../ledger/snapshot.ts";
import { type Digest, digest, releaseName, runId, versionId } from "../../names/identity.ts";
import type { Platform } from "../../platform/port.ts";
import { assertKept } from "../operations/start-run.ts";
import { type Pruner, prune } from "./prune.ts";

const app = checkAppName("shop");
const prod = checkProfileName("prod");
if (!app.ok || !prod.ok) throw new Error("names");
const config = await evaluate({ name: "shop", profiles: { staging: {}, prod: {} } });
const profile = prod.name;
const by = { by: "ada", now: () => new Date("2026-01-01T00:00:00Z") };
const [v1, v2] = [releaseName.parse("v1"), releaseName.parse("v2")];
const bytesOf = (name: string) => digest.parse(`sha256:${name.slice(1).padStart(64, "0")}`);

const released = (release: typeof v1): LedgerEvent => ({
  type: "release-created",
  release,
  digest: bytesOf(release),
  size: 1,
  provenance: { commit: "c".repeat(40), dirty: false, lockfile: null, bun: "1", kit: "1" },
});
const promoted: LedgerEvent = {
  type: "run-started",
  run: runId.parse("r1"),
  kind: "release",
  profile,
  release: v1,
  digest: bytesOf(v1),
  steps: [],
  version: null,
  before: null,
};
const lease: LedgerEvent = {
  type: "lease-taken",
  profile,
  holder: { who: "bob", host: "elsewhere", pid: 1 },
  until: "2026-01-01T00:10:00.000Z",
};

/** A store of artifacts that only remembers which are there, and can die while it deletes one. */
class Artifacts {
  readonly there = new Set<Digest>([bytesOf(v1), bytesOf(v2)]);
  dies = false;
  afterwards = async () => {};
  async delete(name: Digest): Promise<void> {
    if (this.dies) throw new Error("killed");
    this.there.delete(name);
    await this.afterwards();
  }
}

const store = { ledger: new MemoryStore(), artifacts: new Artifacts() };
let pruner: Pruner;
let meanwhile: () => Promise<void>;

/** prod has a Worker that serves something of a stranger's; asking for it takes time, in which others work. */
const platform: Pick<Platform, "script" | "traffic" | "versions"> = {
  script: async () => ({ kind: "ours" }),
  traffic: async () => {
    await meanwhile();
    return [{ version: versionId.parse("theirs"), percentage: 100 }];
  },
  versions: async () => [{ id: versionId.parse("theirs"), tag: null }],
};

beforeEach(async () => {
  store.ledger = new MemoryStore();
  store.artifacts = new Artifacts();
  meanwhile = async () => {};
  const ledger = await Ledger.open(app.name, store.ledger, by);
  await ledger.append(() => [released(v1), released(v2), lease]);
  pruner = { app: { name: app.name, config }, ledger, platform, artifacts: store.artifacts };
});

const stateOf = (release: typeof v1) => pruner.ledger.state.releases.get(release)?.artifact;

test("what nothing needs is deleted, and the ledger says so", async () => {
  expect((await prune(pruner, 1)).map(({ name }) => name)).toEqual(["v1"]);
  expect([...store.artifacts.there]).toEqual([bytesOf(v2)]);
  expect(stateOf(v1)).toBe("gone");
  expect(readState(writeState(pruner.ledger.state))?.releases.get(v1)?.artifact).toBe("gone");
});

test("what somebody begins to promote while the platform is asked stays", async () => {
  meanwhile = async () => {
    meanwhile = async () => {};
    const other = await Ledger.open(app.name, store.ledger, by);
    await other.append(() => [promoted]);
  };
  expect(await prune(pruner, 1)).toEqual([]);
  expect(store.artifacts.there.size).toBe(2);
  expect(stateOf(v1)).toBe("kept");
});

test("what was interrupted is finished by the next", async () => {
  store.artifacts.dies = true;
  await expect(prune(pruner, 1)).rejects.toThrow("killed");
  expect(stateOf(v1)).toBe("going");
  store.artifacts.dies = false;
  expect((await prune(pruner, 1)).map(({ name }) => name)).toEqual(["v1"]);
  expect(stateOf(v1)).toBe("gone");
  expect(await prune(pruner, 1)).toEqual([]);
});

test("what was built again while it was being deleted is not said to be gone", async () => {
  store.artifacts.afterwards = async () => {
    const other = await Ledger.open(app.name, store.ledger, by);
    await other.append(() => [{ type: "artifact-restored", release: v1, digest: bytesOf(v1) }]);
  };
  await prune(pruner, 1);
  expect(stateOf(v1)).toBe("kept");
});

describe("a release whose bytes are gone, or going", () => {
  test("is taken nowhere, and the refusal says how it comes back", async () => {
    store.artifacts.dies = true;
    await expect(prune(pruner, 1)).rejects.toThrow("killed");
    const release = pruner.ledger.state.releases.get(v1);
    if (!release) throw new Error("v1");
    expect(() => assertKept(pruner.ledger.state, "shop", release)).toThrow(/v1 was pruned.*cccccccc/);
    await pruner.ledger.append(() => [{ type: "artifact-restored", release: v1, digest: bytesOf(v1) }]);
    expect(() => assertKept(pruner.ledger.state, "shop", release)).not.toThrow();
  });
});
