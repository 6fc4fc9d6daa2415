import { expect, it } from "vitest";
import { tidyImports } from "./imports.ts";

const module = (...lines: string[]) => `${lines.join("\n")}\n\ncode();\n`;

it("gives each module one statement, in Biome's order, its names too", () => {
  const untidy = module(
    'import { b, type C, D, a } from "./b.ts";',
    'import type { Env } from "../a.ts";',
    'import alchemy from "alchemy";',
    'import { readFile } from "node:fs";',
    'import { B } from "./b.ts";',
    'import { z } from "@kit/deploy";',
  );
  expect(tidyImports(untidy)).toBe(
    module(
      'import { readFile } from "node:fs";',
      'import { z } from "@kit/deploy";',
      'import alchemy from "alchemy";',
      'import type { Env } from "../a.ts";',
      'import { a, B, b, type C, D } from "./b.ts";',
    ),
  );
});

it("puts what is exported from elsewhere after what is imported", () => {
  const untidy = module(
    'export { B } from "./b.ts";',
    'import { c } from "./c.ts";',
    'export { A } from "./a.ts";',
  );
  expect(tidyImports(untidy)).toBe(
    module('import { c } from "./c.ts";', "", 'export { A } from "./a.ts";', 'export { B } from "./b.ts";'),
  );
});

it("breaks a statement that is too long for a line", () => {
  const names = Array.from({ length: 12 }, (_, n) => `aLongName${n + 10}`);
  const long = module(`import { ${names.join(", ")} } from "here";`);
  expect(tidyImports(long)).toBe(module("import {", ...names.map((name) => `  ${name},`), '} from "here";'));
});

it("refuses a statement that it does not know", () => {
  expect(() => tidyImports(module('import "./style.css";'))).toThrow(
    'no import of the form that a template can have: import "./style.css"',
  );
});
