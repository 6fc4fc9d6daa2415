/**
 * `bun bench/emulator.ts`: the emulator beside its targets, in one run: requests a second through its gateway as a
 * part of what miniflare alone answers, how soon a version serves and a shift of traffic is seen, and how it starts
 * when it has much to remember. `--json` for programs. It works in temporary folders.
 */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deployments } from "../packages/emulator/src/products/workers/store/deployments.ts";
import { Scripts } from "../packages/emulator/src/products/workers/store/scripts.ts";
import { Versions } from "../packages/emulator/src/products/workers/store/versions.ts";
import { ScriptName } from "../packages/emulator/src/store/ids.ts";
import { Store } from "../packages/emulator/src/store/store.ts";
import { EmulatorProcess, type RemoteCloud } from "../packages/emulator/src/testing/emulator-process.ts";
import { says } from "../packages/emulator/src/testing/test-cloud.ts";
import { median } from "./figure.ts";

/** What there is to measure, and what it is to be. */
interface Measured {
  name: string;
  unit: "ms" | "times" | "MB" | "a second";
  runs: number[];
  target?: { is: "at least" | "at most"; value: number };
}

const ROUNDS = 5;
/** In seconds. */
const LOAD = 3;
const LOADED = 20;
const MANY = { scripts: 200, versions: 5 };

// Else Bun asks no more than 256 things at once.
process.env.BUN_CONFIG_MAX_HTTP_REQUESTS = "65336";
const folder = await mkdtemp(join(await realpath(tmpdir()), "bench-emulator-"));
const emulators: EmulatorProcess[] = [];
try {
  const measured = [...(await throughput()), ...(await delays()), ...(await manyScripts())];
  const shown = process.argv.includes("--json") ? JSON.stringify(measured) : measured.map(show).join("\n");
  process.stdout.write(`${shown}\n`);
} finally {
  for (const emulator of emulators) await emulator.kill();
  await rm(folder, { recursive: true, force: true });
}

/** The same Worker, asked by the same program: in turns, for the machine may have other things to do. */
async function throughput(): Promise<Measured[]> {
  say("requests a second, beside miniflare");
  const cloud = await start("throughput");
  await cloud.put("plain", says("hello"));
  const miniflare = Bun.spawn([process.execPath, join(import.meta.dirname, "miniflare.ts")], {
    stdout: "pipe",
  });
  try {
    const theirs = await firstLine(miniflare.stdout);
    const ours = cloud.workersUrl.replace("localhost", "127.0.0.1");
    const runs: { gateway: number; miniflare: number }[] = [];
    while (runs.length < ROUNDS) {
      runs.push({ gateway: await load(ours, "plain.localhost"), miniflare: await load(theirs, "") });
    }
    return [
      { name: "through the gateway", unit: "a second", runs: runs.map(({ gateway }) => gateway) },
      { name: "miniflare alone", unit: "a second", runs: runs.map(({ miniflare }) => miniflare) },
      {
        name: "the gateway, to miniflare",
        unit: "times",
        runs: runs.map(({ gateway, miniflare }) => gateway / miniflare),
        target: { is: "at least", value: 0.8 },
      },
    ];
  } finally {
    miniflare.kill("SIGTERM");
    await miniflare.exited;
  }
}

async function delays(): Promise<Measured[]> {
  say(`a version and a shift, with ${LOADED} Workers loaded`);
  const cloud = await start("delays");
  for (let number = 0; number < LOADED; number += 1) {
    await cloud.put(`worker-${number}`, says("loaded"));
    await until(cloud, `worker-${number}`, "loaded");
  }
  const uploads: number[] = [];
  const shifts: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const begin = performance.now();
    const version = await cloud.version("worker-0", says(`round ${round}`));
    await cloud.deploy("worker-0", { [version]: 100 });
    await until(cloud, "worker-0", `round ${round}`);
    uploads.push(performance.now() - begin);

    const next = await cloud.version("worker-0", says(`shifted ${round}`));
    await cloud.deploy("worker-0", { [version]: 100, [next]: 0 });
    await cloud.deploy("worker-0", { [version]: 0, [next]: 100 });
    const answered = performance.now();
    await until(cloud, "worker-0", `shifted ${round}`);
    shifts.push(performance.now() - answered);
  }
  return [
    { name: "upload to served", unit: "ms", runs: uploads, target: { is: "at most", value: 400 } },
    { name: "shift to seen", unit: "ms", runs: shifts, target: { is: "at most", value: 20 } },
  ];
}

async function manyScripts(): Promise<Measured[]> {
  say(`start with ${MANY.scripts} scripts of ${MANY.versions} versions`);
  const dir = join(folder, "many");
  await (await start("many")).api("GET", "/workers/scripts");
  await emulators.at(-1)?.kill();
  await remember(dir);
  const starts: number[] = [];
  const memory: number[] = [];
  while (starts.length < ROUNDS) {
    const begin = performance.now();
    const cloud = await start("many");
    await until(cloud, `script-${MANY.scripts - 1}`, `version ${MANY.versions}`);
    starts.push(performance.now() - begin);
    memory.push(residentMemory(dir));
    await emulators.at(-1)?.kill();
  }
  return [
    { name: "start to served", unit: "ms", runs: starts, target: { is: "at most", value: 3_000 } },
    { name: "memory then, shared pages counted for each process", unit: "MB", runs: memory },
  ];
}

/** Writes the scripts into the emulator's memory: to upload a thousand versions would take minutes. */
async function remember(dir: string): Promise<void> {
  const store = new Store(dir, [Scripts, Versions, Deployments]);
  for (let number = 0; number < MANY.scripts; number += 1) {
    const script = ScriptName.parse(`script-${number}`);
    const blobs = await Promise.all(
      Array.from({ length: MANY.versions }, (_, version) =>
        store.blobs.put(new TextEncoder().encode(says(`version ${version + 1}`))),
      ),
    );
    store.transaction(() => {
      store.of(Scripts).create(script);
      for (const blob of blobs) {
        const draft = store.of(Versions).draft(script, {
          mainModule: "worker.js",
          modules: [{ name: "worker.js", kind: "esModule", blob }],
          compatibilityDate: "2026-04-01",
          compatibilityFlags: [],
          bindings: [],
          objects: {},
          annotations: {},
          source: "api",
        });
        const { id } = store.of(Versions).save(draft);
        store.of(Deployments).create(script, [{ version_id: id, percentage: 100 }], {});
      }
    });
  }
  store.close();
}

async function start(name: string): Promise<RemoteCloud> {
  const emulator = new EmulatorProcess(join(folder, name));
  emulators.push(emulator);
  return emulator.start();
}

/** Asks until the Worker says the word. */
async function until(cloud: RemoteCloud, worker: string, word: string): Promise<void> {
  while ((await (await cloud.fetch(worker, "/")).text()) !== word);
}

/** @returns requests a second */
async function load(url: string, host: string): Promise<number> {
  const program = join(import.meta.dirname, "requests.ts");
  const child = Bun.spawn([process.execPath, program, url, host, String(LOAD)], { stdout: "pipe" });
  return Number(await child.stdout.text());
}

/** Of every process whose command line names the folder, in megabytes. */
function residentMemory(dir: string): number {
  const lines = Bun.spawnSync(["ps", "-A", "-ww", "-o", "rss=,command="]).stdout.toString().split("\n");
  const own = lines.filter((line) => line.includes(dir)).map((line) => Number.parseInt(line, 10));
  return own.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
}

function show({ name, unit, runs, target }: Measured): string {
  const write = (value: number) => `${unit === "times" ? value.toFixed(2) : Math.round(value)} ${unit}`;
  const middle = median(runs);
  const kept = target && (target.is === "at least" ? middle >= target.value : middle <= target.value);
  const wanted = target ? `${target.is} ${write(target.value)}: ${kept ? "kept" : "missed"}` : "";
  const range = `${write(Math.min(...runs))} to ${write(Math.max(...runs))}`;
  return `${name.padEnd(52)}${write(middle).padEnd(16)}${wanted.padEnd(26)}${range}`.trimEnd();
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  for await (const bytes of stream) return new TextDecoder().decode(bytes).trim();
  throw new Error("miniflare ended before it was ready.");
}

function say(line: string): void {
  process.stderr.write(`measuring ${line}\n`);
}
