/**
 * `bun bench/startup.ts [checkout]`: the time that whole processes of `kit --help`, `kit status` and
 * `kit rollback --dry-run` take. Each command is run from the sources, from the package as it is published and, if
 * a checkout of an older kit is named, from that, in turns. Their CPU time is shown beside their time on the clock,
 * which other work on the machine makes longer. `--json` for programs.
 */
import { mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { must } from "../packages/create-alchemy-kit/src/testing/finish.ts";
import { median } from "./figure.ts";
import { Shop } from "./shop.ts";

const ROUNDS = 11;
const MAIN = "packages/deploy/src/cli/main.ts";

/** One way of starting the kit. */
interface Contender {
  name: string;
  main: string;
}

/** What a command cost, in milliseconds: one number a round. */
interface Cost {
  command: string;
  contender: string;
  cpu: number[];
  clock: number[];
  /** The most that the clock may say. */
  target: number;
}

const COMMANDS: readonly { args: readonly string[]; target: number }[] = [
  { args: ["--help"], target: 50 },
  { args: ["status", "shop"], target: 100 },
  { args: ["rollback", "shop", "--profile", "prod", "--dry-run"], target: 150 },
];

const root = join(import.meta.dirname, "..");
const older = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const folder = await mkdtemp(join(await realpath(tmpdir()), "bench-startup-"));
const shop = await Shop.open();
try {
  await shop.releaseTwice();
  const contenders = await contendersIn(folder);
  const costs: Cost[] = [];
  for (const { args, target } of COMMANDS) costs.push(...(await race(contenders, args, target)));
  process.stdout.write(`${process.argv.includes("--json") ? JSON.stringify(costs) : show(costs)}\n`);
} finally {
  await shop.workspace.cleanup();
  await rm(folder, { recursive: true, force: true });
}

async function contendersIn(to: string): Promise<Contender[]> {
  await must([process.execPath, join(root, "packages/deploy/build.ts"), join(to, "deploy")], { cwd: root });
  await symlink(join(root, "node_modules"), join(to, "node_modules"));
  return [
    { name: "sources", main: join(root, MAIN) },
    { name: "published", main: join(to, "deploy/lib/main.js") },
    ...(older === undefined ? [] : [{ name: "older", main: join(resolve(older), MAIN) }]),
  ];
}

/** Each round runs every contender once, so that what else this machine does hits them alike. */
async function race(contenders: Contender[], args: readonly string[], target: number): Promise<Cost[]> {
  const command = `kit ${args.join(" ")}`;
  process.stderr.write(`measuring ${command}\n`);
  const costs = contenders.map(
    ({ name }): Cost => ({ command, contender: name, cpu: [], clock: [], target }),
  );
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [at, { main }] of contenders.entries()) {
      const cost = await run([process.execPath, main, ...args]);
      // The first round only warms up.
      if (round < 0) continue;
      costs[at]?.cpu.push(cost.cpu);
      costs[at]?.clock.push(cost.clock);
    }
  }
  return costs;
}

/** @throws unless it ends well */
async function run(command: string[]): Promise<{ cpu: number; clock: number }> {
  const start = performance.now();
  const child = Bun.spawn(command, { cwd: shop.workspace.root, stdio: ["ignore", "ignore", "pipe"] });
  const code = await child.exited;
  const clock = performance.now() - start;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${await child.stderr.text()}`);
  return { cpu: Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1000, clock };
}

function show(costs: readonly Cost[]): string {
  const time = (milliseconds: number) => `${Math.round(milliseconds)} ms`.padStart(8);
  const lines = costs.map(({ command, contender, cpu, clock, target }) => {
    const clocks = `${time(Math.min(...clock))} ${time(median(clock))}`;
    return `${command.padEnd(46)} ${contender.padEnd(10)} ${time(Math.min(...cpu))} ${time(median(cpu))} ${clocks}   ≤ ${target} ms`;
  });
  const header = `${"".padEnd(57)} ${["CPU: min", "median", "clock", "median"].map((word) => word.padStart(8)).join(" ")}   target`;
  return [header, ...lines].join("\n");
}
