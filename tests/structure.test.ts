import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

interface Import {
  file: string;
  /** As written. */
  from: string;
}

/** Every import of every TypeScript file below a folder, its tests left out. */
function importsUnder(folder: string): Import[] {
  const files = [...new Bun.Glob("**/*.{ts,tsx}").scanSync({ cwd: join(root, folder) })];
  return files
    .filter((file) => !file.includes("node_modules") && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => {
      const path = join(root, folder, file);
      const code = readFileSync(path, "utf8").replace(/`(?:\\.|[^`\\])*`/gs, "``");
      const found = code.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm);
      return [...found].map((match) => ({ file: path, from: match[1] ?? match[2] ?? "" }));
    });
}

describe("the floors of packages/deploy", () => {
  const src = join(root, "packages/deploy/src");
  const floors = [
    "names",
    "gates",
    "config",
    "core",
    "judge",
    "rollout",
    "ledger",
    "platform",
    "alchemy",
    "runner",
    "cli",
  ];
  const pure = ["names", "gates", "config", "core", "judge", "rollout"];
  const floorOf = (path: string) => floors.indexOf(relative(src, path).split(sep)[0] ?? "");
  const imports = importsUnder("packages/deploy/src");

  test("there are imports to look at", () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  test("a file imports only from its own floor and those below it", () => {
    const upward = imports
      .filter(({ from }) => from.startsWith("."))
      .map(({ file, from }) => ({ file, target: resolve(dirname(file), from) }))
      .filter(({ file }) => floorOf(file) >= 0)
      .filter(({ target }) => !target.endsWith("package.json"))
      .filter(({ file, target }) => floorOf(target) > floorOf(file) || floorOf(target) < 0)
      .map(({ file, target }) => `${relative(src, file)} → ${relative(src, target)}`);
    expect(upward).toEqual([]);
  });

  test("the pure floors import nothing but zod", () => {
    const foreign = imports
      .filter(({ file, from }) => pure.includes(floors[floorOf(file)] ?? "") && !from.startsWith("."))
      .filter(({ from }) => from !== "zod")
      .map(({ file, from }) => `${relative(src, file)} → ${from}`);
    expect(foreign).toEqual([]);
  });

  test("only alchemy/ imports alchemy", () => {
    const elsewhere = imports
      .filter(({ from }) => from === "alchemy" || from.startsWith("alchemy/"))
      .filter(({ file }) => floors[floorOf(file)] !== "alchemy")
      .map(({ file }) => relative(src, file));
    expect(elsewhere).toEqual([]);
  });

  test("platform and ledger use nothing that a Worker does not have", () => {
    const local = imports
      .filter(({ file }) => ["platform", "ledger"].includes(floors[floorOf(file)] ?? ""))
      .filter(({ from }) => from.startsWith("node:") || from.startsWith("bun"))
      .map(({ file, from }) => `${relative(src, file)} → ${from}`);
    expect(local).toEqual([]);
  });
});

describe("the floors of generators", () => {
  const src = join(root, "generators/src");
  /** From the bottom up. Those of one floor do not know each other. */
  const floors = [["shared"], ["template"], ["app"], ["update"], ["adopt", "leave", "eject"], ["cli"]];
  const folderOf = (path: string) => relative(src, path).split(sep)[0] ?? "";
  const floorOf = (path: string) => floors.findIndex((floor) => floor.includes(folderOf(path)));
  const arrows = importsUnder("generators/src")
    .filter(({ from }) => from.startsWith("."))
    .map(({ file, from }) => ({ file, target: resolve(dirname(file), from) }));
  const written = (found: readonly (typeof arrows)[number][]) =>
    found.map(({ file, target }) => `${relative(src, file)} → ${relative(src, target)}`);

  test("there are imports to look at, from every floor", () => {
    const without = floors.flat().filter((folder) => !arrows.some(({ file }) => folderOf(file) === folder));
    expect(without).toEqual([]);
    expect(arrows.length).toBeGreaterThan(100);
  });

  test("a file imports only from its own folder and the floors below it", () => {
    const wrong = arrows
      .filter(({ file }) => floorOf(file) >= 0)
      .filter(({ file, target }) => folderOf(file) !== folderOf(target))
      .filter(({ file, target }) => floorOf(target) >= floorOf(file) || floorOf(target) < 0);
    expect(written(wrong)).toEqual([]);
  });

  test("nothing is beside the floors but what is exported, the command line, and what tests work with", () => {
    const files = [...new Bun.Glob("**/*").scanSync({ cwd: src })];
    const names = new Set(files.map((file) => file.split(sep)[0] ?? ""));
    const others = [...names].filter((name) => !floors.flat().includes(name) && !name.endsWith(".test.ts"));
    expect(others.sort()).toEqual(["index.ts", "main.ts", "testing"]);
    const users = arrows.filter(
      ({ file, target }) => folderOf(target) === "testing" && folderOf(file) !== "testing",
    );
    expect(written(users)).toEqual([]);
  });

  test.each(floors.flat())(
    "%s has a caption: its README says in a few lines what belongs there",
    (folder) => {
      const caption = readFileSync(join(src, folder, "README.md"), "utf8").trim();
      expect(caption.startsWith("# ")).toBe(true);
      expect(caption.split("\n").length).toBeLessThan(20);
    },
  );
});

describe("the packages", () => {
  const allowed: Record<string, readonly string[]> = {
    "packages/deploy/src": [],
    "packages/emulator/src": [],
    "packages/scaffold/src": [],
    "generators/src": ["@alchemy-kit/scaffold", "@alchemy-kit/deploy/names"],
    "packages/create-alchemy-kit/src": [
      "@alchemy-kit/generators",
      "@alchemy-kit/scaffold",
      "@alchemy-kit/deploy/names",
    ],
  };
  const ours = /^(@alchemy-kit\/.+|@kit\/.+)/;

  test.each(Object.entries(allowed))("%s imports of ours only what it may", (folder, may) => {
    const packages = importsUnder(folder).flatMap(({ from }) => ours.exec(from)?.[1] ?? []);
    expect(
      [...new Set(packages)].filter(
        (from) => !may.some((name) => from === name || from.startsWith(`${name}/`)),
      ),
    ).toEqual([]);
  });

  test("no import leaves its package by a path", () => {
    const leaving = Object.keys(allowed).flatMap((folder) =>
      importsUnder(folder)
        .filter(({ from }) => from.startsWith("."))
        .map(({ file, from }) => resolve(dirname(file), from))
        .filter((target) => !target.startsWith(join(root, dirname(folder)))),
    );
    expect(leaving).toEqual([]);
  });

  test("an app's src/ imports nothing of ours", () => {
    const imports = importsUnder("apps").filter(({ file }) => file.includes(`${sep}src${sep}`));
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(({ from }) => ours.test(from))).toEqual([]);
  });
});
