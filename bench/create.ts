/**
 * `bun bench/create.ts`: how long it takes to create a repository and to stamp an app, as whole processes without
 * an install, side by side in one run with generators that others use. `--json` for programs. It works in a
 * temporary folder, and gets the others from npm.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Registry, startRegistry } from "../packages/create-alchemy-kit/src/testing/registry.ts";
import { median } from "./figure.ts";

const PEERS = { "create-vite": "9.3.0", sv: "0.17.1", hygen: "6.2.11", plop: "4.0.5" };
const ROUNDS = 15;
const COLD_ROUNDS = 3;
/** Files that hygen and plop stamp: half of what `gen app` does, or less. */
const FILES = 10;

/** One program that does a thing, in a folder of its own that `after` makes as it was. */
interface Contender {
  name: string;
  command: readonly string[];
  cwd: string;
  made: string;
  env?: NodeJS.ProcessEnv;
}

/** The time of each of a thing's contenders, ours first, in milliseconds. */
interface Race {
  what: string;
  target: string;
  times: { name: string; runs: number[] }[];
}

const kit = join(import.meta.dirname, "..");
const folder = await mkdtemp(join(await realpath(tmpdir()), "bench-create-"));
try {
  const races = await runAll();
  const print = process.argv.includes("--json") ? JSON.stringify(races) : races.map(show).join("\n\n");
  process.stdout.write(`${print}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function runAll(): Promise<Race[]> {
  const ours = join(folder, "create");
  await must([process.execPath, join(kit, "packages/create-alchemy-kit/build.ts"), ours], kit);
  const peers = join(folder, "peers");
  await mkdir(peers);
  await writeFile(join(peers, "package.json"), JSON.stringify({ private: true, dependencies: PEERS }));
  await must([process.execPath, "install", "--no-progress"], peers);
  return [await raceToCreate(ours, peers), await raceToStamp(ours, peers), await raceFromCold(ours)];
}

async function raceToCreate(ours: string, peers: string): Promise<Race> {
  const bin = (name: string) => ["node", join(peers, "node_modules/.bin", name)];
  const place = async (name: string) => {
    await mkdir(join(folder, name));
    return { name, cwd: join(folder, name), made: "my-app" };
  };
  const create = ["node", join(ours, "lib/cli/create-alchemy-kit.js"), "my-app", "--no-install", "--no-git"];
  const vite = [...bin("create-vite"), "my-app", "--template", "react-ts", "--no-interactive"];
  const svelte = [
    "create",
    "my-app",
    "--template",
    "minimal",
    "--types",
    "ts",
    "--no-add-ons",
    "--no-install",
  ];
  const contenders = [
    { ...(await place("create-alchemy-kit")), command: create },
    { ...(await place("create-vite")), command: vite },
    { ...(await place("sv create")), command: [...bin("sv"), ...svelte] },
  ];
  return race("create a repository", "≤ 150 ms and ≤ 2 × create-vite", contenders, ROUNDS);
}

async function raceToStamp(ours: string, peers: string): Promise<Race> {
  const create = [
    "node",
    join(ours, "lib/cli/create-alchemy-kit.js"),
    "repository",
    "--no-install",
    "--no-git",
  ];
  await must(create, folder);
  const gen = [process.execPath, join(ours, "lib/cli/kit-gen.js"), "app", "shop", "--no-install"];
  await writeFile(join(peers, "plopfile.mjs"), plopfile());
  await mkdir(join(peers, "_templates/app/new"), { recursive: true });
  for (let file = 0; file < FILES; file++) {
    const text = `---\nto: apps/<%= name %>/file-${file}.ts\n---\nexport const name = "<%= name %>";\n`;
    await writeFile(join(peers, `_templates/app/new/file-${file}.ejs.t`), text);
  }
  const bin = (name: string) => ["node", join(peers, "node_modules/.bin", name)];
  const made = "apps/shop";
  const contenders = [
    { name: "gen app", command: gen, cwd: join(folder, "repository"), made },
    {
      name: `hygen, ${FILES} files`,
      command: [...bin("hygen"), "app", "new", "--name", "shop"],
      cwd: peers,
      made,
    },
    { name: `plop, ${FILES} files`, command: [...bin("plop"), "app", "shop"], cwd: peers, made },
  ];
  return race("stamp an app", "faster than hygen", contenders, ROUNDS);
}

/** The first call on a machine: npx fetches the package, from a registry on this machine, and shows its help. */
async function raceFromCold(ours: string): Promise<Race> {
  const registry = await startRegistry(join(folder, "registry"));
  try {
    await registry.publish(ours);
    const contenders = ["create-alchemy-kit", `create-vite@${PEERS["create-vite"]}`].map((name) => ({
      name,
      command: ["npx", "--yes", name, "--help"],
      cwd: folder,
      made: "registry/home/.npm",
      env: registry.env,
    }));
    await warm(contenders, registry);
    return await race("npx … --help, with nothing cached", "≤ 1.5 × create-vite", contenders, COLD_ROUNDS);
  } finally {
    await registry.stop();
  }
}

/** So that the registry itself has what it must get from the public one. */
async function warm(contenders: readonly Contender[], { env }: Registry): Promise<void> {
  for (const { command } of contenders) await must(command, folder, env);
}

/** Each round runs every contender once, so that what else this machine does hits them alike. */
async function race(what: string, target: string, contenders: Contender[], rounds: number): Promise<Race> {
  process.stderr.write(`measuring: ${what}\n`);
  const times = contenders.map(({ name }) => ({ name, runs: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [at, { command, cwd, made, env }] of contenders.entries()) {
      await rm(join(cwd, made), { recursive: true, force: true });
      const start = performance.now();
      await must(command, cwd, env);
      times[at]?.runs.push(performance.now() - start);
    }
  }
  return { what, target, times };
}

/** Runs a program to its end. @throws unless it ends well */
async function must(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const PATH = (env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("bun-node-"));
  const { CI: _ci, ...rest } = env;
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...rest, PATH: PATH.join(delimiter), NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${out}${err}`);
}

function show({ what, target, times }: Race): string {
  const [own] = times;
  const base = own ? median(own.runs) : 0;
  const lines = times.map(({ name, runs }, at) => {
    const ratio = at === 0 ? "" : `ours is ${(base / median(runs)).toFixed(2)} × that`;
    return `  ${name.padEnd(20)} ${`${Math.round(median(runs))} ms`.padStart(8)}  ${ratio}`.trimEnd();
  });
  return [`${what} (${target})`, ...lines].join("\n");
}

function plopfile(): string {
  return `export default (plop) => plop.setGenerator("app", {
  prompts: [{ type: "input", name: "name" }],
  actions: Array.from({ length: ${FILES} }, (_, file) => ({
    type: "add",
    path: \`apps/{{name}}/file-\${file}.ts\`,
    template: 'export const name = "{{name}}";',
  })),
});
`;
}
