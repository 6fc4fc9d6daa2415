import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadedModules } from "./loaded-modules.ts";

test("a file loads what it imports statically, by whatever way, and neither types nor import()", () => {
  const root = mkdtempSync(join(tmpdir(), "loaded-modules-"));
  const files = {
    "cli/main.ts":
      '#!/usr/bin/env bun\nimport { b } from "../b.ts";\nimport data from "../data.json" with { type: "json" };\nimport type { T } from "../type.ts";\nconst later = () => import("../later.ts");\nconsole.log(b, data, later, {} as T);',
    "b.ts": 'import "zod";\nexport * from "./c.ts";\nexport const b = 1;',
    "c.ts": 'export { b as d } from "./b.ts";\nexport const c = 1;',
    "data.json": "{}",
    "type.ts": "export interface T {}",
    "later.ts": 'import "acorn";',
  };
  try {
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), code);
    }
    expect(loadedModules(root, "cli/main.ts")).toEqual({
      files: ["b.ts", "c.ts", "cli/main.ts", "data.json"],
      packages: ["zod"],
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
