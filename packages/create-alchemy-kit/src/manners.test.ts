import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import { CommandError } from "@alchemy-kit/generators";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findTargetFolder } from "./target-folder.ts";
import { type Built, build, readTree } from "./testing/built.ts";

let built: Built;
beforeAll(async () => {
  built = await build();
});
beforeEach(async () => {
  for (const name of await readdir(built.cwd)) await rm(join(built.cwd, name), { recursive: true });
});
afterAll(() => built.remove());

const at = (path: string) => join(built.cwd, path);
const bare = ["--no-install", "--no-git"];
/** A user without rights: root may write anywhere. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

describe("nothing is made, and the reason is printed, when", () => {
  it.each([
    ["the target is a link", ["link"], "link is a link"],
    ["the way to it is a link that leads elsewhere", ["link/my-app"], "link/my-app is not in this folder"],
    ["it leaves the folder", ["../evil"], "--directory ../evil"],
    ["it is anywhere", ["/tmp/evil"], "--directory /tmp/evil"],
    ["it differs from another in case only", ["shop"], "Shop is there already"],
    ["there is no such template", ["fine", "--template", "nope"], "There is no template “nope”"],
    ["there is no such package manager", ["fine", "--package-manager", "pip"], "no package manager “pip”"],
    ["a file is in the way", ["taken"], "In the way there is: package.json"],
    ["the name is no good", ["Bad Name!"], "This would do: bad-name"],
    ["the name climbs out", ["a/../../evil"], "--directory a/../../evil"],
  ])("%s", async (_when, args, sentence) => {
    await mkdir(at("Shop"));
    await mkdir(at("taken"));
    await writeFile(at("taken/package.json"), "{}");
    await symlink(dirname(built.cwd), at("link"));
    const before = await readTree(dirname(built.cwd));
    const { code, out, err } = await built.create([...args, ...bare]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(await readTree(dirname(built.cwd))).toEqual(before);
  });

  it("under --json the reason is one JSON object, and in words on standard error", async () => {
    const { code, out, err } = await built.create(["Bad Name!", ...bare, "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: { message: err.trim() } });
  });

  it("the folder cannot be written to", async () => {
    const { create, cwd } = built;
    await chmod(cwd, 0o555);
    try {
      const { code, out, err } = await create(["my-app", ...bare], {}, isRoot ? { uid: NOBODY } : {});
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain("EACCES");
      expect(await readdir(cwd)).toEqual([]);
    } finally {
      await chmod(cwd, 0o755);
    }
  });
});

it("a folder elsewhere is fine when it is named on purpose, and the app may be called otherwise", async () => {
  await mkdir(at("here"));
  const args = ["shop", "--directory", join(built.cwd, "there/store"), ...bare, "--json"];
  const { code, out } = await built.create(args);
  expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, app: "shop", path: at("there/store") });
  expect(await readdir(at("there/store/apps"))).toEqual(["shop"]);
});

it("a repository that a git host has made is filled: its README kept, lines added to its lists, nothing committed", async () => {
  await mkdir(at("my-app"));
  execFileSync("git", ["init", "--quiet"], { cwd: at("my-app") });
  await writeFile(at("my-app/README.md"), "mine\n");
  await writeFile(at("my-app/.gitignore"), "*.log\nmine/");
  await writeFile(at("my-app/.gitattributes"), "*.png binary\n");
  const { code, out } = await built.create([".", "--no-install"], {}, { cwd: at("my-app") });
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^Made a repository here.*Nothing was committed/s),
  });
  expect(out).not.toContain("cd ");
  expect(await readFile(at("my-app/README.md"), "utf8")).toBe("mine\n");
  expect(await readFile(at("my-app/.gitignore"), "utf8")).toMatch(/^\*\.log\nmine\/\nnode_modules\/\n/);
  expect(await readFile(at("my-app/.gitattributes"), "utf8")).toMatch(
    /^\*\.png binary\n.*\nbun\.lock merge=/s,
  );
  const status = execFileSync("git", ["status", "--porcelain", "--ignored"], {
    cwd: at("my-app"),
    encoding: "utf8",
  });
  expect(status).toMatch(/^\?\? apps\/$/m);
});

it("a disk that is full, however full, holds all of it or nothing", async ({ skip }) => {
  const disk = at("disk");
  await mkdir(disk);
  const mount = (size: number) => ["-t", "tmpfs", "-o", `size=${size}k`, "none", disk];
  try {
    execFileSync("mount", mount(64), { stdio: "pipe" });
    execFileSync("umount", [disk]);
  } catch (error) {
    const reason = `SKIPPED: a disk that is really full. A small one cannot be mounted here. ${error}`;
    console.warn(reason);
    skip(reason);
  }
  const codes = new Set<number | null>();
  for (let size = 8; size <= 320; size += 24) {
    execFileSync("mount", mount(size));
    try {
      const { code, err } = await built.create(["my-app", "--directory", "disk/my-app", ...bare]);
      codes.add(code);
      expect(await readdir(disk), err).toEqual(code === 0 ? ["my-app"] : []);
      if (code !== 0) expect(err).toContain("ENOSPC");
    } finally {
      execFileSync("umount", [disk]);
    }
  }
  expect(codes).toEqual(new Set([1, 0]));
}, 60_000);

/** Names that people and programs come up with, and worse. */
const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: "grapheme", minLength: 1 }),
  fc.stringMatching(/^[a-zA-Z0-9._\-/\\ ]{1,40}$/),
  fc
    .array(fc.constantFrom("..", ".", "a", "B", "~", "$(id)", "con", "-", "é"), { minLength: 1 })
    .map((parts) => parts.join("/")),
);

it("of 10,000 names, each is a folder inside this one that an app can be named after, or refused", async () => {
  const within = await realpath(built.cwd);
  await fc.assert(
    fc.asyncProperty(name, async (given) => {
      fc.pre(!given.includes("\0"));
      try {
        const { path: target } = await findTargetFolder(given, within, within);
        expect(target === within || target.startsWith(`${within}/`)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(CommandError);
      }
    }),
    { numRuns: 10_000 },
  );
}, 60_000);

it("of 200 names, each makes a repository of that name and nothing else, or nothing at all", async () => {
  const typeable = name.filter((given) => !given.includes("\0") && !given.startsWith("-"));
  await fc.assert(
    fc.asyncProperty(typeable, async (given) => {
      const before = await readdir(dirname(built.cwd));
      const { code, out } = await built.create([given, ...bare, "--json"]);
      expect([0, 2]).toContain(code);
      const made = await readdir(built.cwd);
      const { path, app, error } = JSON.parse(out);
      if (code === 0) {
        expect(checkAppName(app).ok).toBe(true);
        expect(basename(path)).toBe(app);
        expect(made).toHaveLength(1);
      } else expect({ made, error }).toEqual({ made: [], error: { message: expect.any(String) } });
      expect(await readdir(dirname(built.cwd))).toEqual(before);
      for (const name of made) await rm(join(built.cwd, name), { recursive: true });
    }),
    { numRuns: 200 },
  );
}, 120_000);
