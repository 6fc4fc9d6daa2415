/**
 * `bun run test`: everything that is checked, from a bare clone. Names after it are passed to Vitest and leave
 * the rest out: `bun run test packages/deploy`. Ends with the line `N passed, N failed`.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./chromium.ts";
import { install, root } from "./install.ts";

interface Count {
  passed: number;
  failed: number;
}

const start = performance.now();
const chosen = process.argv.slice(2);
const reports = await mkdtemp(join(tmpdir(), "alchemy-kit-test-"));

await install();
const counts = chosen.length > 0 ? [await vitest("tests", root, chosen)] : await everything();
await rm(reports, { recursive: true, force: true });

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
say(`took ${Math.round((performance.now() - start) / 1000)} s`);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function everything(): Promise<Count[]> {
  if (!(await ensureChromium(say))) {
    say(
      "SKIPPED: the page in a real browser. There is no Chromium here, and it cannot be installed without root.",
    );
  }
  const apps = await readdir(join(root, "apps"));
  return [
    await check("lint", ["bunx", "biome", "ci", "."]),
    await check("types", ["bunx", "tsc", "--noEmit"]),
    await check("types of packages and apps", [
      "bunx",
      "turbo",
      "run",
      "typecheck",
      "--output-logs=errors-only",
    ]),
    await vitest("tests", root, []),
    ...(await inTurn(apps, (app) => vitest(`tests of apps/${app}`, join(root, "apps", app), []))),
  ];
}

/** Runs a check that passes or fails as one, and shows what it printed when it fails. */
async function check(name: string, [program = "", ...args]: string[]): Promise<Count> {
  say(`\n${name}`);
  const command = program === "bunx" ? [process.execPath, "x", "--bun", ...args] : [program, ...args];
  const env = { ...process.env, NO_COLOR: "1" };
  const child = Bun.spawn(command, { cwd: root, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) say(`${out}${err}`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Runs Vitest in a folder, printing as it goes, and counts what it reports. */
async function vitest(name: string, cwd: string, filters: readonly string[]): Promise<Count> {
  say(`\n${name}`);
  const report = join(reports, `${name.replaceAll(/\W+/g, "-")}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const child = Bun.spawn(
    [process.execPath, "x", "--bun", "vitest", "run", "--pool=threads", ...reporters, ...filters],
    { cwd, env: { ...process.env, NO_COLOR: "1" }, stdin: "ignore", stdout: "inherit", stderr: "inherit" },
  );
  const code = await child.exited;
  const { numPassedTests = 0, numFailedTests = 0 } = await readReport(report);
  const brokeOtherwise = code !== 0 && numFailedTests === 0;
  return { passed: numPassedTests, failed: numFailedTests + (brokeOtherwise ? 1 : 0) };
}

async function readReport(file: string): Promise<{ numPassedTests?: number; numFailedTests?: number }> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return {};
  }
}

async function inTurn<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
