import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finish, must } from "./testing/finish.ts";
import { packKit, publishKit } from "./testing/publish-kit.ts";
import { type Registry, startRegistry } from "./testing/registry.ts";

const folder = await mkdtemp(join(await realpath(tmpdir()), "registry-"));

let registry: Registry | undefined;
try {
  registry = await startRegistry(folder);
} catch (error) {
  console.warn(`SKIPPED: creating from a registry, which could not be had on this machine. ${error}`);
}
const env = registry?.env ?? {};

afterAll(async () => {
  await registry?.stop();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

/** The package managers that are not here anyway, each in a folder of its own: two are called `yarn`. */
const tools = { pnpm: "pnpm@10.33.0", "yarn 1": "yarn@1.22.22", "yarn 4": "@yarnpkg/cli-dist@4.18.1" };

beforeAll(async () => {
  if (!registry) return;
  await packKit(folder);
  await publishKit(folder, registry);
  for (const [name, dependency] of Object.entries(tools)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "package.json"), '{ "private": true }');
    await must(["bun", "add", "--no-progress", dependency], { cwd: join(folder, name) });
  }
}, 120_000);

/** Runs a line as a user of this package manager does, in a folder of its own. */
async function typed(tool: string, line: string) {
  const bin = join(folder, tool, "node_modules/.bin");
  const cwd = join(folder, `created by ${tool}`);
  await mkdir(cwd, { recursive: true });
  const PATH = [bin, env.PATH].join(delimiter);
  return { cwd, ...(await finish(["sh", "-c", line], { cwd, env: { ...env, PATH } })) };
}

describe.skipIf(!registry)("from a registry", () => {
  const lines: Record<string, string> = {
    bun: "bun create alchemy-kit my-app",
    npm: "npm create alchemy-kit my-app",
    pnpm: "pnpm create alchemy-kit my-app",
    "yarn 1": "yarn create alchemy-kit my-app",
    "yarn 4": "yarn create alchemy-kit my-app",
  };

  it("every package manager creates the same repository, to the byte", async () => {
    const trees: Record<string, string> = {};
    for (const [tool, line] of Object.entries(lines)) {
      const { code, out, err, cwd } = await typed(tool, line);
      expect(code, `${line}\n${out}${err}`).toBe(0);
      const repository = { cwd: join(cwd, "my-app"), env };
      expect(await must(["git", "status", "--porcelain"], repository)).toBe("");
      trees[tool] = await must(["git", "rev-parse", "HEAD^{tree}"], repository);
    }
    expect(new Set(Object.values(trees)).size, JSON.stringify(trees)).toBe(1);
  }, 180_000);

  it("the command that is printed to repeat it does, in each of them", async () => {
    for (const [tool, line] of Object.entries(lines)) {
      const separator = tool === "npm" ? " --" : "";
      const first = await typed(tool, `${line}-2${separator} --no-install --json`);
      const { repeat, path } = JSON.parse(lastLine(first.out));
      const tree = await treeOf(path);
      await rm(path, { recursive: true });
      const again = await typed(tool, repeat);
      expect(again.code, `${repeat}\n${again.out}${again.err}`).toBe(0);
      expect(await treeOf(path)).toBe(tree);
    }
  }, 60_000);

  it("npm's own keeping of flags is noticed, and what it says to write instead works", async () => {
    const kept = await typed("npm", "npm create alchemy-kit kept --no-git --no-install --template app");
    expect(kept.code).not.toBe(0);
    const [, meant = ""] = /^ {2}(npm create .*)$/m.exec(kept.err) ?? [];
    expect(meant).toContain("kept -- --no-git --no-install --template app");
    const { code, cwd } = await typed("npm", meant);
    expect(code).toBe(0);
    expect(
      await finish(["git", "rev-parse", "--show-toplevel"], { cwd: join(cwd, "kept"), env }),
    ).not.toMatchObject({
      out: expect.stringContaining("kept"),
    });
  });

  it("where there is no Bun, npx brings one, and what is printed says so", async () => {
    const bin = join(folder, "without bun");
    await mkdir(bin);
    for (const name of ["node", "npm", "npx", "git", "sh"])
      await symlink(await whereIs(name), join(bin, name));
    const at = { cwd: folder, env: { ...env, PATH: bin } };
    const { code, out, err } = await finish(["npm", "create", "alchemy-kit", "no-bun"], at);
    expect(code, err).toBe(0);
    expect(out).toContain("npx --yes bun run kit deploy no-bun --profile staging");
    const repository = { ...at, cwd: join(folder, "no-bun") };
    expect(await must(["git", "ls-files", "bun.lock"], repository)).toBe("bun.lock\n");
    await must(["npx", "--yes", "bun", "run", "kit", "doctor"], repository);
  }, 120_000);

  it("templates and generators can be ejected, and the engine still comes from the registry", async () => {
    const at = { cwd: join(folder, "created by npm", "my-app"), env };
    await must(["bun", "run", "kit", "eject", "templates"], at);
    await must(["bun", "run", "gen", "app", "own"], at);
    for (const script of ["lint", "typecheck"]) await must(["bun", "run", script], at);
    expect(await readFile(join(at.cwd, "package.json"), "utf8")).toContain("bun generators/src/main.ts");
  }, 120_000);

  it("what was created passes its tests and the doctor, and goes to prod and back on the emulator", async () => {
    const at = { cwd: join(folder, "created by bun", "my-app"), env };
    try {
      for (const script of ["test", "typecheck", "lint"]) await must(["bun", "run", script], at);
      await must(["bun", "run", "kit", "doctor"], at);
      await must(["bun", "run", "kit", "deploy", "my-app", "--profile", "staging"], at);
      await change(at.cwd);
      await toProd("v1");
      await must(["bun", "run", "kit", "deploy", "my-app", "--profile", "staging"], at);
      await toProd("v2");
      await must(["bun", "run", "kit", "rollback", "my-app", "--profile", "prod"], at);
      expect(await release()).toBe("v1");
    } finally {
      await finish(["bun", "run", "kit", "emulator", "stop"], at);
    }

    async function toProd(expected: string) {
      const waiting = await finish(["bun", "run", "kit", "promote", "my-app", "--profile", "prod"], at);
      expect(waiting.code, waiting.err).toBe(3);
      await must(["bun", "run", "kit", "approve", "my-app", "--gate", "prod-approval"], at);
      await must(["bun", "run", "kit", "resume", "my-app"], at);
      expect(await release()).toBe(expected);
    }

    async function release(): Promise<string> {
      return JSON.parse(await must(["bun", "run", "kit", "status", "my-app", "--json"], at)).profiles.prod
        .release;
    }
  }, 120_000);
});

async function whereIs(program: string): Promise<string> {
  return realpath((await must(["sh", "-c", `command -v ${program}`], { cwd: folder, env })).trim());
}

async function change(repository: string): Promise<void> {
  const page = join(repository, "apps/my-app/index.html");
  await writeFile(page, (await readFile(page, "utf8")).replace("<title>", "<title>2 "));
}

async function treeOf(cwd: string): Promise<string> {
  return must(["git", "rev-parse", "HEAD^{tree}"], { cwd, env });
}

/** Some package managers say something of their own first. */
function lastLine(text: string): string {
  return text.split("\n").findLast((line) => line.startsWith("{")) ?? "";
}
