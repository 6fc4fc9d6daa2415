import { array, assert, constantFrom, property, record, stringMatching, subarray } from "fast-check";
import { describe, expect, test } from "vitest";
import { moduleReads } from "./module-reads.ts";

const found = (code: string) => {
  const { names, unnamed } = moduleReads(code);
  return { names: [...names].toSorted(), unnamed };
};
const named = (...names: string[]) => ({ names, unnamed: false });

describe("a name that is written where it is read is found", () => {
  test.each([
    ["a member", `use(process.env.KEY)`],
    ["a member by a string", `use(process.env["KEY"], process["env"]["KEY"])`],
    ["a member by a template without holes", "use(process.env[`KEY`])"],
    ["an optional member", `use(process?.env?.KEY)`],
    ["globalThis", `use(globalThis.process.env.KEY)`],
    ["Bun", `use(Bun.env.KEY)`],
    ["import.meta", `use(import.meta.env.KEY)`],
    ["node:process, by name", `import { env } from "node:process"; use(env.KEY)`],
    ["node:process, renamed", `import { env as e } from "process"; use(e.KEY)`],
    ["node:process, its default", `import process from "node:process"; use(process.env.KEY)`],
    ["node:process, as a whole", `import * as p from "node:process"; use(p.env.KEY)`],
    ["node:process, required", `const { env } = require("node:process"); use(env.KEY)`],
    ["node:process, imported later", `const p = await import("node:process"); use(p.env.KEY)`],
    ["bun", `import { env } from "bun"; use(env.KEY)`],
    ["alchemy.env", `import alchemy from "alchemy"; use(alchemy.env.KEY)`],
    ["alchemy.env, called", `import alchemy from "alchemy"; use(alchemy.env("KEY", undefined, "why"))`],
    ["alchemy.secret.env", `import a from "alchemy"; use(a.secret.env.KEY)`],
    ["alchemy.secret.env, called", `import a from "alchemy"; use(a.secret.env("KEY"))`],
    ["alchemy's secret by name", `import { secret } from "alchemy"; use(secret.env.KEY)`],
    ["an alias", `const env = process.env; use(env.KEY)`],
    ["an alias of an alias", `use(e.KEY); const e = f; const f = process.env;`],
    ["an alias that is assigned later", `let env; env = process.env; use(env.KEY)`],
    ["an alias by a default", `function f(env = process.env) { return env.KEY }`],
    ["a pattern", `const { KEY } = process.env`],
    ["a pattern that renames, with a default", `const { KEY: k = "none" } = process.env`],
    ["a pattern by a string", `const { "KEY": k } = process.env`],
    ["a nested pattern", `const { env: { KEY } } = process`],
    ["a nested alias", `const { env } = process; use(env.KEY)`],
    ["a pattern in a parameter's default", `function f({ KEY } = process.env) {}`],
    ["a pattern that is assigned", `let KEY; ({ KEY } = process.env)`],
    ["a default of another", `const { a = process.env.KEY } = {}`],
    ["a condition", `if (use()) use(process.env.KEY ?? "")`],
    ["`in`", `if ("KEY" in process.env) use()`],
    ["an assignment that asks first", `process.env.KEY ??= "x"`],
    ["a template", `use(\`\${process.env.KEY}!\`)`],
    ["a class", `class A { a = process.env.KEY }`],
    ["a getter", `export default { get a() { return process.env.KEY } }`],
    ["an export", `export const KEY = process.env.KEY`],
  ])("%s", (_, code) => {
    expect(found(code)).toEqual(named("KEY"));
  });

  test("several, once each", () => {
    expect(found(`const { A, B: b } = process.env; use(process.env.C, process.env.A)`)).toEqual(
      named("A", "B", "C"),
    );
  });
});

describe("what reads nothing is not found", () => {
  test.each([
    ["a binding of a Worker", `export default { fetch(request, env) { return env.KEY } }`],
    ["another's env", `use(vite.env.KEY, app.process.envs.KEY)`],
    ["a word in a string or a comment", `use("process.env.KEY") /* process.env.KEY */`],
    ["a variable that is only set", `process.env.KEY = "x"`],
    ["whether there is an environment", `use(typeof process.env)`],
    ["something else of the process", `use(process.argv, process.cwd())`],
    ["a pattern of something else", `const { KEY } = settings`],
  ])("%s", (_, code) => {
    expect(found(code)).toEqual(named());
  });
});

describe("the environment that is read by a name from elsewhere, or handed on, is told of", () => {
  test.each([
    ["by a variable", `use(process.env[name])`],
    ["by a template with holes", `use(process.env[\`\${app}_KEY\`])`],
    ["called with a variable", `import alchemy from "alchemy"; use(alchemy.secret.env(name))`],
    ["as an argument", `use(process.env)`],
    ["spread", `use({ ...process.env })`],
    ["the rest of a pattern", `const { ...rest } = process.env`],
    ["a computed key of a pattern", `const { [name]: a } = process.env`],
    ["looped over", `for (const name in process.env) use(name)`],
    ["returned", `const read = () => process.env`],
    ["exported", `export const env = process.env`],
    ["exported later", `const env = process.env; export { env }`],
    ["exported as it came", `export { env } from "node:process"`],
    ["all of node:process exported", `export * from "node:process"`],
    ["exported by a pattern", `export const { env } = process`],
    ["as a shorthand", `const env = process.env; use({ env })`],
    ["`in` by a variable", `use(name in process.env)`],
    ["set by a variable", `process.env[name] = "x"`],
  ])("%s", (_, code) => {
    expect(found(code)).toMatchObject({ unnamed: true });
  });

  test("with it, words in capitals are collected: strings, keys and members", () => {
    const code = `check({ API_KEY: string() }, "TOKEN", lower, "not A_WORD", process.env); use(read.SECRET)`;
    expect([...moduleReads(code).words].toSorted()).toEqual(["API_KEY", "SECRET", "TOKEN"]);
  });
});

test("what is imported is found, however", () => {
  const code = `import a from "./a"; import "./b"; export * from "./c"; export { d } from "./d";
    const e = await import("./e"); const f = require("./f"); use(import(name))`;
  expect([...moduleReads(code).imports].toSorted()).toEqual(["./a", "./b", "./c", "./d", "./e", "./f"]);
});

test("whichever names are read in whichever way, exactly those are found", () => {
  const ways = [
    (name: string) => `use(process.env.${name});`,
    (name: string) => `if (a) { use(Bun.env["${name}"]) }`,
    (name: string) => `{ const { ${name}: b = 1 } = process.env; use(b) }`,
    (name: string) => `use(() => e?.${name});`,
    (name: string) => `use(alchemy.secret.env("${name}"));`,
    (name: string) => `use({ ${name}: import.meta.env.${name} });`,
  ];
  const name = stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/).map((text) => `X${text}`);
  const reads = array(record({ name, way: constantFrom(...ways) }), { maxLength: 8 });
  const noise = subarray([
    `use(other.env.NOT)`,
    `// process.env.NOT`,
    `const NOT = "NOT";`,
    `process.env.NOT = 1;`,
  ]);
  assert(
    property(reads, noise, (all, rest) => {
      const lines = all.map(({ name, way }) => way(name));
      const head = `import alchemy from "alchemy"; import { env as e } from "node:process";`;
      const expected = [...new Set(all.map((each) => each.name))].toSorted();
      expect(found([head, ...lines, ...rest].join("\n"))).toEqual({ names: expected, unnamed: false });
    }),
  );
});
