import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "main.ts");
let place: string;

beforeAll(() => {
  place = mkdtempSync(join(realpathSync(tmpdir()), "create-"));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function start(...args: string[]) {
  return spawn("bun", [main, ...args], { cwd: place, stdio: ["ignore", "pipe", "pipe"] });
}

async function create(...args: string[]) {
  const child = start(...args);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

/** Runs a command in the created repository; throws, with what it printed, unless it exits 0. */
function inside(repository: string, command: string, ...args: string[]): string {
  const cwd = join(place, repository);
  const env = { ...process.env, NO_COLOR: "1", GIT_DIR: undefined };
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: "pipe" });
}

describe("a created repository", () => {
  beforeAll(async () => {
    expect(await create("my-app", "--json")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^{.*}\n$/),
    });
  });

  it("is committed whole, its lockfile included", () => {
    expect(inside("my-app", "git", "log", "--format=%s")).toBe("Start from alchemy-kit\n");
    expect(inside("my-app", "git", "status", "--porcelain")).toBe("");
    expect(inside("my-app", "git", "ls-files")).toContain("bun.lock");
    expect(statSync(join(place, "my-app/scripts/create-app.sh")).mode & 0o111).toBe(0o111);
  });

  it("is formatted, and its app passes its types, its tests and its build", () => {
    inside("my-app", "bun", "run", "lint");
    inside("my-app", "bun", "run", "typecheck");
    expect(inside("my-app", "bun", "run", "test")).toMatch(/Tests .* passed/);
    inside("my-app/apps/my-app", "bun", "run", "build");
    expect(existsSync(join(place, "my-app/apps/my-app/dist/worker/worker.js"))).toBe(true);
  });

  it("stamps another app, and takes it away again", () => {
    inside("my-app", "scripts/create-app.sh", "second");
    expect(existsSync(join(place, "my-app/apps/second/kit.json"))).toBe(true);
    inside("my-app", "bun", "run", "gen", "remove", "second");
    expect(inside("my-app", "git", "status", "--porcelain")).toBe("");
  });

  it("has the kit in it, and the doctor finds nothing wrong", () => {
    inside("my-app", "bun", "run", "kit", "doctor");
    expect(inside("my-app", "bun", "run", "kit", "--help")).toContain("bun run kit deploy");
  });
});

describe("create refuses, and changes nothing, when", () => {
  beforeAll(() => {
    mkdirSync(join(place, "full"));
    writeFileSync(join(place, "full/notes.md"), "mine");
    writeFileSync(join(place, "file"), "mine");
  });

  it.each([
    ["no folder is named", [], "Where shall it be made?"],
    ["two are", ["a", "b"], "One folder at a time"],
    ["the name is no good", ["Bad Name!"], "This would do: bad-name"],
    ["the folder is not empty", ["full"], "full is not empty. In the way there is: notes.md"],
    ["it is a file", ["file"], "file is there already"],
    ["it would be inside the kit", [join(import.meta.dirname, "mine")], "inside the kit's own repository"],
    ["an option is unknown", ["fine", "--frob"], "Unknown option '--frob'"],
    ["an option is short", ["fine", "-y"], "Unknown option '-y'"],
  ])("%s", async (_when, args, sentence) => {
    const before = readdirSync(place);
    const { code, out, err } = await create(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(readdirSync(place)).toEqual(before);
  });
});

it("Ctrl-C leaves nothing", async () => {
  const before = readdirSync(place);
  const child = start("interrupted");
  for await (const line of child.stderr) if (String(line).includes("Packing")) child.kill("SIGINT");
  if (child.exitCode === null) await once(child, "close");
  expect(child.exitCode).toBe(130);
  expect(readdirSync(place)).toEqual(before);
});

it("--no-install and --no-git leave those to you", async () => {
  const { code, out } = await create("bare", "--no-install", "--no-git");
  expect(code).toBe(0);
  expect(out).toContain("bun install");
  expect(existsSync(join(place, "bare/node_modules"))).toBe(false);
  expect(existsSync(join(place, "bare/.git"))).toBe(false);
});
