import { describe, expect, test } from "vitest";
import { sqlNamedIn } from "./named.ts";

const database = (props: string) => `await D1Database("db", ${props});`;

/** A template literal that begins with the value of an expression. */
const template = (expression: string, rest: string) => `\`\${${expression}}${rest}\``;

/** The folders that a program names, and what of it cannot be told. */
function read(code: string) {
  const { folders, unreadable } = sqlNamedIn(code);
  return unreadable.length > 0 ? unreadable.map(({ written }) => ({ written })) : folders;
}

describe("the folders that a program's databases take migrations from", () => {
  test.each([
    ["as text", database('{ migrationsDir: "./drizzle" }'), ["./drizzle"]],
    ["by a quoted key", database(`{ "migrationsDir": 'drizzle' }`), ["drizzle"]],
    ["by a variable", `var dir = "./drizzle"; ${database("{ migrationsDir: dir }")}`, ["./drizzle"]],
    [
      "by a variable of that name",
      `var migrationsDir = "./drizzle"; ${database("{ migrationsDir }")}`,
      ["./drizzle"],
    ],
    [
      "by a template",
      `var base = "db"; ${database(`{ migrationsDir: ${template("base", "/migrations")} }`)}`,
      ["db/migrations"],
    ],
    ["by a sum", `var base = "./db"; ${database('{ migrationsDir: base + "/sql" }')}`, ["./db/sql"]],
    [
      "in props that are spread",
      `var all = { migrationsDir: "./sql" }; ${database("{ ...all, adopt: true }")}`,
      ["./sql"],
    ],
    [
      "in props that are assigned to",
      `var props = {}; props.migrationsDir = "./sql"; ${database("props")}`,
      ["./sql"],
    ],
    [
      "in an object of folders",
      `var folders = { shop: "./sql" }; ${database("{ migrationsDir: folders.shop }")}`,
      ["./sql"],
    ],
    ["on a condition, either way", database('{ migrationsDir: isProd ? "./a" : "./b" }'), ["./a", "./b"]],
    ["on a condition, or not at all", database('{ migrationsDir: isProd ? "./a" : undefined }'), ["./a"]],
    ["beside the program", database('{ migrationsDir: join(import.meta.dirname, "sql") }'), ["sql"]],
    [
      "beside the program, resolved",
      database('{ migrationsDir: path.resolve(import.meta.dirname, "..", "x", "sql") }'),
      ["../x/sql"],
    ],
    ["by a URL", database('{ migrationsDir: fileURLToPath(new URL("./sql", import.meta.url)) }'), ["./sql"]],
    ["by a URL's path", database('{ migrationsDir: new URL("./sql", import.meta.url).pathname }'), ["./sql"]],
    ["by a computed key", `var key = "migrationsDir"; ${database('{ [key]: "./sql" }')}`, ["./sql"]],
    [
      "of two databases",
      `${database('{ migrationsDir: "./a" }')} ${database('{ migrationsDir: "./b" }')}`,
      ["./a", "./b"],
    ],
    [
      "shared by two databases",
      `${database('{ migrationsDir: "./a" }')} ${database('{ migrationsDir: "./a" }')}`,
      ["./a"],
    ],
    [
      "by a variable whose name a function has a parameter of",
      `var dir = "./sql"; function f(dir) { return dir; } ${database("{ migrationsDir: dir }")}`,
      ["./sql"],
    ],
  ])("are read where they are named %s", (_, code, folders) => {
    expect(read(code)).toEqual(folders);
  });

  test.each([
    ["the environment", database("{ migrationsDir: process.env.SQL }"), "process.env.SQL"],
    [
      "the environment or text",
      database('{ migrationsDir: process.env.SQL ?? "./a" }'),
      'process.env.SQL ?? "./a"',
    ],
    [
      "what a function is given",
      'function make(dir) { return D1Database("db", { migrationsDir: dir }); }',
      "dir",
    ],
    ["a variable that changes", `let dir = "./a"; dir = "./b"; ${database("{ migrationsDir: dir }")}`, "dir"],
    ["an absolute folder of the machine", database("{ migrationsDir: homedir() }"), "homedir()"],
    [
      "an object that is spread over",
      `var all = { ...env }; ${database("{ migrationsDir: all.sql }")}`,
      "all.sql",
    ],
  ])("cannot be told where they come from %s", (_, code, written) => {
    expect(read(code)).toEqual([{ written }]);
  });

  test("are not what a program reads of a database, or takes out of an object", () => {
    expect(read("console.log(db.migrationsDir); var { migrationsDir = 'x' } = await load();")).toEqual([]);
  });

  test("are none of what an installed package calls so", () => {
    const code =
      "// ../../node_modules/orm/index.js\nvar x = (dir) => ({ migrationsDir: dir });\n// alchemy.run.ts\n";
    expect(read(code)).toEqual([]);
    expect(read(`${code}var y = (dir) => ({ migrationsDir: dir });`)).toEqual([{ written: "dir" }]);
  });

  test("come with the files that are imported", () => {
    expect(
      sqlNamedIn(database(`{ importFiles: ["./seed.sql", ${template('"db"', "/more.sql")}] }`)).files,
    ).toEqual(["./seed.sql", "db/more.sql"]);
    expect(sqlNamedIn(database("{ importFiles: list() }")).unreadable).toMatchObject([{ written: "list()" }]);
  });
});
