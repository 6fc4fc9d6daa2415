import { mainVersion } from "../core/traffic.ts";
import type { Answer } from "../gates/kind.ts";
import type { SnapshotStore } from "../ledger/snapshot.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { PlatformError } from "../platform/platform-error.ts";
import type { Deployment, Platform } from "../platform/port.ts";
import type { Probe, ProbeRequest } from "../platform/probe.ts";
import type { Migrations } from "../runner/migrations.ts";
import { profileOfWorker } from "./app.ts";
import type { EffectName } from "./fault.ts";
import type { Process, World } from "./world.ts";

/** The ledger store as one process reaches it. */
export function ledgerPort(world: World, process: Process): LedgerStore & SnapshotStore {
  const { store } = world;
  const ask = <T>(name: EffectName, act: () => Promise<T>, stale?: () => T) =>
    world.atLedger(process, () => world.effect(process, name, act, stale));
  return {
    read: (app, after) =>
      ask(
        "ledger read",
        () => store.read(app, after),
        () => store.rows(app).slice(after, -1 - world.random.below(6)),
      ),
    append: (app, rows) =>
      ask("ledger append", async () => {
        const added = await store.append(app, rows);
        world.oracle.appended(process);
        return added;
      }),
    apps: () => store.apps(),
    open: (app) =>
      ask(
        "ledger read",
        () => store.open(app),
        () => ({ snapshot: undefined, rows: store.rows(app).slice(0, -1 - world.random.below(6)) }),
      ),
    save: (app, snapshot) => store.save(app, snapshot),
  };
}

/** The platform as one process reaches it. */
export function platformPort(world: World, process: Process): Platform {
  const { platform } = world;
  return {
    script: (worker, app) =>
      world.effect(
        process,
        "script",
        () => platform.script(worker, app),
        () => ({ kind: "absent" }),
      ),
    versions: (worker) =>
      world.effect(
        process,
        "versions",
        () => platform.versions(worker),
        () => platform.scripts.get(worker)?.versions.slice(1) ?? [],
      ),
    deployment: (worker) =>
      world.effect(
        process,
        "traffic",
        () => platform.deployment(worker),
        () => olderDeployment(world, worker),
      ),
    traffic: (worker) =>
      world.effect(
        process,
        "traffic",
        () => platform.traffic(worker),
        () => olderDeployment(world, worker)?.split ?? [],
      ),
    shift: (worker, split, message) =>
      world.effect(process, "shift", async () => {
        world.oracle.shifting(process, worker, split);
        await platform.shift(worker, split, message);
      }),
    apply: (worker, change) =>
      world.effect(process, "apply", async () => {
        world.oracle.applying(process, worker, change);
        await platform.apply(worker, change);
      }),
    withdraw: (worker, triggers) => world.effect(process, "apply", () => platform.withdraw(worker, triggers)),
    url: (worker) => world.effect(process, "url", () => platform.url(worker)),
  };
}

/** What a part of the platform answers that has not heard of the last change, or of the last few. */
function olderDeployment({ platform, random }: World, worker: string): Deployment | undefined {
  return platform.scripts.get(worker)?.deployments[1 + random.below(3)];
}

/** The databases of a profile, as one process reaches them; no release here changes their shape. */
export function migrationsPort(world: World, process: Process): Migrations {
  const change = { brings: [], changed: [], missing: [] };
  return {
    review: () => world.effect(process, "migrations", async () => ({ change, faults: [] })),
    databases: () => Promise.resolve([]),
    prepare: () => world.effect(process, "migrations", async () => {}),
  };
}

/** Cloudflare's edge, as one process reaches it: not to be answered is an answer. */
export function probePort(world: World, process: Process): Probe {
  return async (request) => {
    try {
      return await world.effect(
        process,
        "probe",
        async () => answer(world, request, 0),
        () => answer(world, request, 1),
      );
    } catch (error) {
      if (error instanceof PlatformError) return { kind: "unreachable", reason: error.message };
      throw error;
    }
  };
}

/**
 * What a Worker answers by its newest deployment, or by an older one where the newest is not known yet. A
 * version that is not in the deployment cannot be asked for: another answers in its place.
 */
function answer({ platform, candidates }: World, { worker, version }: ProbeRequest, age: number): Answer {
  const split = platform.scripts.get(worker)?.deployments[age]?.split;
  const asked = split?.find((share) => share.version === version)?.version;
  const answering = split && (asked ?? mainVersion(split));
  const release = answering && candidates.get(platform.tagOf(worker, answering) ?? "");
  if (!release) return { kind: "answered", status: 503, milliseconds: 5, release: null, digest: null };
  const { name, digest, failsIn, collapsesIn } = release;
  const profile = profileOfWorker(worker);
  const hasVisitors = split?.some((share) => share.version === answering && share.percentage > 0);
  const isWell = !failsIn.has(profile) && !(hasVisitors && collapsesIn.has(profile));
  const status = isWell ? 200 : 500;
  return { kind: "answered", status, milliseconds: 20, release: name, digest };
}
