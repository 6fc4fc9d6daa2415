import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { fileCircles, folderCircles, importGraph } from "./structure/import-graph.ts";
import { loadedModules } from "./structure/loaded-modules.ts";
import { specifiersOf } from "./structure/specifiers.ts";

const root = resolve(import.meta.dirname, "..");

const isTestFile = (file: string) => /\.(test|fixture|contract)\.tsx?$/.test(file);

/** A file's code without its comments and strings, so far as a search for a global needs. */
function codeOf(path: string): string {
  return readFileSync(path, "utf8")
    .replace(/`(?:\\.|[^`\\])*`/gs, "``")
    .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, "");
}

interface Import {
  file: string;
  /** As written. */
  from: string;
}

/** Every import of every TypeScript file below a folder, its tests left out. */
function importsUnder(folder: string): Import[] {
  const files = [...new Bun.Glob("**/*.{ts,tsx}").scanSync({ cwd: join(root, folder) })];
  return files
    .filter((file) => !file.includes("node_modules") && !isTestFile(file))
    .flatMap((file) => {
      const path = join(root, folder, file);
      const code = readFileSync(path, "utf8").replace(/`(?:\\.|[^`\\])*`/gs, "``");
      const found = code.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm);
      return [...found].map((match) => ({ file: path, from: match[1] ?? match[2] ?? "" }));
    });
}

describe("the floors of packages/deploy", () => {
  const src = join(root, "packages/deploy/src");
  /** From the bottom up; folders in one line are one floor. */
  const floors: readonly (readonly string[])[] = [
    ["names"],
    ["gates", "effects"],
    ["config"],
    ["core"],
    ["rollout", "judge", "migrations"],
    ["ledger"],
    ["engine"],
    ["platform"],
    ["workspace", "backup", "evidence", "doctor"],
    ["operations"],
    ["integrations"],
    ["cli"],
  ];
  /** Above all floors: for tests alone. */
  const beside = ["simulation"];
  const pure = ["names", "gates", "effects", "config", "core", "rollout", "judge", "migrations"];
  const folderOf = (file: string) => file.split("/")[0] ?? "";
  const floorOf = (file: string) => floors.findIndex((folders) => folders.includes(folderOf(file)));
  const isProduct = (file: string) => !isTestFile(file) && !beside.includes(folderOf(file));
  const { files, edges } = importGraph(src, isProduct);
  const packagesOf = (file: string) =>
    specifiersOf(readFileSync(join(src, file), "utf8")).filter((specifier) => !specifier.startsWith("."));

  test("every file is on a floor, but for the index of the package", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => floorOf(file) < 0)).toEqual(["index.ts"]);
  });

  test("a file imports only from its own floor and those below it", () => {
    const upward = edges
      .filter(({ from, to }) => floorOf(from) >= 0 && floorOf(to) > floorOf(from))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(upward).toEqual([]);
  });

  test("the pure floors import nothing but zod", () => {
    const foreign = files
      .filter((file) => pure.includes(folderOf(file)))
      .flatMap((file) => packagesOf(file).flatMap((name) => (name === "zod" ? [] : `${file} → ${name}`)));
    expect(foreign).toEqual([]);
  });

  test("only platform/cloudflare/alchemy imports alchemy", () => {
    const elsewhere = files
      .filter((file) => packagesOf(file).some((name) => name === "alchemy" || name.startsWith("alchemy/")))
      .filter((file) => !file.startsWith("platform/cloudflare/alchemy/"));
    expect(elsewhere).toEqual([]);
  });

  test("the engine and all below it use nothing of Node or Bun", () => {
    const low = files.filter((file) => floorOf(file) <= floors.findIndex((each) => each.includes("engine")));
    const local = low.flatMap((file) => {
      const named = packagesOf(file).filter((name) => name.startsWith("node:") || name.startsWith("bun"));
      const used = /\bBun\.|\bprocess\./.test(codeOf(join(src, file))) ? ["a global of Bun or Node"] : [];
      return [...named, ...used].map((name) => `${file} → ${name}`);
    });
    expect(local).toEqual([]);
  });

  test("no folder holds more than 16 % of the package's lines, platform 22 %", () => {
    const all = [...new Bun.Glob("**/*.ts").scanSync({ cwd: src })];
    const lines = (file: string) => readFileSync(join(src, file), "utf8").split("\n").length - 1;
    const total = all.reduce((sum, file) => sum + lines(file), 0);
    const share = new Map<string, number>();
    for (const file of all) share.set(folderOf(file), (share.get(folderOf(file)) ?? 0) + lines(file) / total);
    const large = [...share].filter(([folder, part]) => part > (folder === "platform" ? 0.22 : 0.16));
    expect(large).toEqual([]);
  });

  const there = floors.flat().filter((folder) => files.some((file) => folderOf(file) === folder));
  test.each([...there, ...beside])("%s has a caption: a README of a few lines", (folder) => {
    const caption = readFileSync(join(src, folder, "README.md"), "utf8");
    expect(caption.split("\n")[0]).toBe(`# ${folder}`);
    expect(caption.trim().split("\n").length).toBeLessThan(12);
  });

  test("no files and no folders import each other in a circle", () => {
    const graph = { files, edges };
    expect([...fileCircles(graph), ...folderCircles(graph)]).toEqual([]);
  });
});

describe("what a command loads", () => {
  const src = join(root, "packages/deploy/src");

  test("kit --help starts with a dozen files, no schema and no package but the colours", () => {
    const { files, packages } = loadedModules(src, "cli/main.ts");
    expect(packages.filter((name) => !name.startsWith("node:"))).toEqual(["picocolors"]);
    expect(files.filter((file) => !/^(cli|names|workspace)\//.test(file))).toEqual(["../package.json"]);
    expect(files.length).toBeLessThan(20);
  });

  /** What works on an artifact, a backup or triggers, and what speaks to others. */
  const surplus =
    /^(backup|workspace\/artifact|workspace\/program-sql|platform\/cloudflare\/(alchemy|triggers|program))\//;
  const driving = /^engine\/(drive|perform|provision)\.ts$/;

  test.each(["status", "history", "approve", "promote", "rollback", "resume"])(
    "%s starts with zod and the colours, and with nothing that works on an artifact, a backup or triggers",
    (command) => {
      const { files, packages } = loadedModules(src, `cli/commands/${command}.ts`);
      expect(packages.filter((name) => !name.startsWith("node:"))).toEqual(["picocolors", "zod"]);
      expect(files.filter((file) => surplus.test(file))).toEqual([]);
    },
  );

  test("what provisions a release from its artifact starts without a parser of programs", () => {
    const { packages } = loadedModules(src, "cli/open/artifact-parts.ts");
    expect(packages.filter((name) => !name.startsWith("node:"))).toEqual(["modern-tar", "zod"]);
  });

  test("status starts without what drives a run", () => {
    const { files } = loadedModules(src, "cli/commands/status.ts");
    expect(files.filter((file) => driving.test(file))).toEqual([]);
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

describe("the floors of packages/emulator", () => {
  const src = join(root, "packages/emulator/src");
  const floors = ["instance", "store", "runtime", "api", "products", "gateway", "server", "cli"];
  /** Above all floors: for tests alone. */
  const beside = ["testing", "conformance"];
  const folderOf = (file: string) => file.split("/")[0] ?? "";
  const { files, edges } = importGraph(src, (file) => !isTestFile(file));
  const ofProduct = (part: string) => new RegExp(`^products/[^/]+/${part}/`);

  test("every file is on a floor, but for the index of the package", () => {
    const known = [...floors, ...beside, "index.ts"];
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !known.includes(folderOf(file)))).toEqual([]);
  });

  test("a file imports only from its own floor and those below it", () => {
    const upward = edges
      .filter(({ from }) => floors.includes(folderOf(from)))
      .filter(({ from, to }) => !floors.slice(0, floors.indexOf(folderOf(from)) + 1).includes(folderOf(to)))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(upward).toEqual([]);
  });

  test("a product's store imports of products neither api nor events, its events no api", () => {
    const upward = edges
      .filter(
        ({ from, to }) =>
          (ofProduct("store").test(from) && (ofProduct("api").test(to) || ofProduct("events").test(to))) ||
          (ofProduct("events").test(from) && ofProduct("api").test(to)),
      )
      .map(({ from, to }) => `${from} → ${to}`);
    expect(upward).toEqual([]);
  });

  test("every folder of products/ is in the list of products", () => {
    const folders = readdirSync(join(src, "products"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `products/${name}/index.ts`);
    const listed = edges.filter(({ from }) => from === "products/index.ts").map(({ to }) => to);
    expect(folders.filter((index) => !listed.includes(index))).toEqual([]);
  });

  test.each([...floors, ...beside])("%s/ has a caption of a few lines", (floor) => {
    const caption = readFileSync(join(src, floor, "README.md"), "utf8");
    expect(caption.split("\n")[0]).toBe(`# ${floor}`);
    expect(caption.trim().split("\n").length).toBeLessThan(12);
  });
});

/** Packages in which nothing imports in a circle, types included. */
describe.each([
  "packages/emulator/src",
  "packages/scaffold/src",
  "packages/create-alchemy-kit/src",
  "generators/src",
])("the imports of %s", (folder) => {
  const graph = importGraph(join(root, folder), (file) => !isTestFile(file));

  test("no files import each other in a circle", () => {
    expect(graph.edges.length).toBeGreaterThan(0);
    expect(fileCircles(graph)).toEqual([]);
  });

  test("no folders import each other in a circle, at any depth", () => {
    expect(folderCircles(graph)).toEqual([]);
  });
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
