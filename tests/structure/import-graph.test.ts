import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileCircles, folderCircles, importGraph } from "./import-graph.ts";
import { specifiersOf } from "./specifiers.ts";

describe("the modules that a file names", () => {
  test.each([
    ['import "./a.ts";', ["./a.ts"]],
    ['import a, { type b, c as d } from "./a.ts";', ["./a.ts"]],
    ['import type { A } from "./a.ts";', ["./a.ts"]],
    ['import * as a from "./a.ts"', ["./a.ts"]],
    ['import {\n  a,\n  b,\n} from "./a.ts";', ["./a.ts"]],
    [
      'export { a } from "./a.ts";\nexport * from "./b.ts";\nexport type { C } from "./c.ts";',
      ["./a.ts", "./b.ts", "./c.ts"],
    ],
    ['export * as a from "./a.ts";', ["./a.ts"]],
    ['const a = await import("./a.ts");', ["./a.ts"]],
    ['type A = import("./a.ts").A;', ["./a.ts"]],
    ['import data from "./a.json" with { type: "json" };', ["./a.json"]],
    ["import a from './a.ts'", ["./a.ts"]],
    [`const a = \`\${await import("./a.ts")} and \${\`\${import("./b.ts")}\`}\`;`, ["./a.ts", "./b.ts"]],
    ['export {};\nimport { a } from "./a.ts";', ["./a.ts"]],
    ['const text = "it\'s"; import("./a.ts");', ["./a.ts"]],
    [
      'const quote = /["`]/.test(a) ? 1 / 2 : 3; import("./a.ts"); const half = a / 2; import("./b.ts")',
      ["./a.ts", "./b.ts"],
    ],
  ])("%j", (code, expected) => {
    expect(specifiersOf(code)).toEqual(expected);
  });

  test.each([
    '// import "./a.ts"\n/* export * from "./a.ts" */',
    'const code = `import { a } from "./a.ts";`;',
    "const code = 'import \"./a.ts\"';",
    'export const from = "./a.ts";',
    'export interface A { from: "./a.ts" }',
    "const url = import.meta.url;",
    'object.import("./a.ts");',
    "await import(name);",
  ])("none in %j", (code) => {
    expect(specifiersOf(code)).toEqual([]);
  });

  test("a template without an end is an error, for what follows cannot be read", () => {
    expect(() => specifiersOf("const a = `text")).toThrow("A template has no end");
  });
});

/** The graph of a tree with these files. */
function graphOf(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "import-graph-"));
  try {
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), code);
    }
    return importGraph(root, (file) => !file.endsWith(".test.ts"));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("circles", () => {
  test("files that import each other are told with the way around, types included", () => {
    const graph = graphOf({
      "a.ts": 'import { b } from "./b.ts";',
      "b.ts": 'export * from "./c.ts";',
      "c.ts": 'import type { A } from "./a.ts";',
      "d.ts": 'import "./a.ts";',
      "e.ts": 'const self = () => import("./e.ts");',
    });
    expect(fileCircles(graph)).toEqual(["a.ts → b.ts → c.ts → a.ts", "e.ts → e.ts"]);
  });

  test("folders that import each other are told though no files do, at whatever depth", () => {
    const graph = graphOf({
      "p/kv/api.ts": 'import "../r2/store.ts";',
      "p/kv/store.ts": "",
      "p/r2/api.ts": 'import "../kv/store";',
      "p/r2/store.ts": "",
      "main.ts": 'import "./p/kv/api.ts";',
    });
    expect(fileCircles(graph)).toEqual([]);
    expect(folderCircles(graph)).toEqual([
      "in p: kv → r2 → kv\n  p/kv/api.ts imports p/r2/store.ts\n  p/r2/api.ts imports p/kv/store.ts",
    ]);
  });

  test("a file beside a folder that imports what the file is made of is a circle", () => {
    const graph = graphOf({
      "p/index.ts": 'import "./kv/kv.ts";',
      "p/kv/kv.ts": 'import { define } from "../define.ts";\nimport { all } from "../index.ts";',
      "p/define.ts": "",
    });
    expect(folderCircles(graph)).toEqual([
      "in p: index.ts → kv → index.ts\n  p/index.ts imports p/kv/kv.ts\n  p/kv/kv.ts imports p/index.ts",
    ]);
  });

  test("tests that are left out, packages and files outside do not count", () => {
    const graph = graphOf({
      "a.ts": 'import "vitest"; import "../elsewhere.ts"; import { b } from "./b.ts";',
      "b.ts": "export const b = 1;",
      "b.test.ts": 'import "./a.ts"; import "./b.ts";',
    });
    expect(graph.files).toEqual(["a.ts", "b.ts"]);
    expect(graph.edges).toEqual([{ from: "a.ts", to: "b.ts" }]);
    expect([...fileCircles(graph), ...folderCircles(graph)]).toEqual([]);
  });

  test("sets of files that do not reach each other are told apart", () => {
    const graph = graphOf({
      "a.ts": 'import "./b.ts";',
      "b.ts": 'import "./a.ts"; import "./c.ts";',
      "c.ts": 'import "./d.ts";',
      "d.ts": 'import "./c.ts";',
    });
    expect(fileCircles(graph)).toEqual(["a.ts → b.ts → a.ts", "c.ts → d.ts → c.ts"]);
  });
});
