import { expect, it } from "vitest";
import { plainProgram } from "./plain-program.ts";

const lines = (...all: string[]) => all.join("\n");

it.each<[string, string, string]>([
  [
    "joins the imports",
    lines(
      'import { kitState, Worker } from "@kit/deploy/alchemy";',
      'import alchemy from "alchemy";',
      'import { D1Database } from "alchemy/cloudflare";',
      'const app = await alchemy("shop", { stateStore: kitState });',
    ),
    lines(
      'import alchemy from "alchemy";',
      'import { D1Database, Worker } from "alchemy/cloudflare";',
      'const app = await alchemy("shop");',
    ),
  ],
  [
    "puts the import in the place of ours where there was none, in its own style",
    lines(
      "import { Worker as W } from '@kit/deploy/alchemy'",
      "import alchemy from 'alchemy'",
      "await W('web')",
    ),
    lines(
      "import { Worker as W } from 'alchemy/cloudflare'",
      "import alchemy from 'alchemy'",
      "await W('web')",
    ),
  ],
  [
    "keeps the other options of the app",
    lines(
      'import { kitState } from "@kit/deploy/alchemy";',
      'const app = await alchemy("shop", {',
      "  stateStore: kitState,",
      "  password: process.env.ALCHEMY_PASSWORD,",
      "});",
    ),
    lines('const app = await alchemy("shop", {', "  password: process.env.ALCHEMY_PASSWORD,", "});"),
  ],
  [
    "leaves a program alone that has nothing of ours",
    'import { Worker } from "alchemy/cloudflare";\n',
    'import { Worker } from "alchemy/cloudflare";\n',
  ],
])("%s", (_what, before, after) => {
  expect(plainProgram(before)).toEqual({ text: after });
});

it("names what alchemy has not", () => {
  expect(plainProgram('import { Worker, magic } from "@kit/deploy/alchemy";\n')).toEqual({
    unknown: ["magic"],
  });
});
