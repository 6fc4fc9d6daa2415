import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

let id: string;
const query = (sql: string, params?: unknown[]) =>
  cloud.api("POST", `/d1/database/${id}/query`, { sql, params });
beforeAll(async () => {
  id = await cloud.create("/d1/database", { name: "books" });
});

test("several statements in one call: one result each, in one transaction", async () => {
  const answer = await query(`
    -- the first; migration
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
    INSERT INTO book (title) VALUES ('a;b'), ('c');
    SELECT title FROM book ORDER BY id`);
  expect(answer.result).toMatchObject([
    { success: true, results: [] },
    { results: [], meta: { changes: 2 } },
    { results: [{ title: "a;b" }, { title: "c" }] },
  ]);
  const failed = await query("INSERT INTO book (title) VALUES ('lost'); SELECT * FROM nowhere");
  expect(failed).toMatchObject({ status: 400, errors: [{ code: 7500 }] });
  expect(failed.errors[0]?.message).toContain("no such table: nowhere");
  expect(await query("SELECT count(*) AS n FROM book")).toMatchObject({
    result: [{ results: [{ n: 2 }] }],
  });
});

test("parameters, numbered and not, and rows as arrays", async () => {
  const numbered = await query("SELECT ?2 AS b, ?1 AS a, ?2 AS c", ["x", 2]);
  expect(numbered.result).toMatchObject([{ results: [{ a: "x", b: 2, c: 2 }] }]);
  const raw = await cloud.api("POST", `/d1/database/${id}/raw`, {
    sql: "SELECT 1 AS a, ? AS b",
    params: [null],
  });
  expect(raw.result).toMatchObject([{ results: { columns: ["a", "b"], rows: [[1, null]] } }]);
  expect(await query("SELECT ?; SELECT ?", [1, 2])).toMatchObject({ status: 400 });
});

test("twenty writers of one row: one wins", async () => {
  await query("CREATE TABLE chain (seq INTEGER PRIMARY KEY, by TEXT)");
  const append = (by: number) =>
    query("INSERT INTO chain VALUES (1, ?) ON CONFLICT DO NOTHING RETURNING seq", [`${by}`]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, by) => append(by)));
  const won = answers.filter(({ result }) => JSON.stringify(result).includes('"seq":1'));
  expect(won).toHaveLength(1);
});

test("found by name, refused twice, gone when deleted", async () => {
  expect(await cloud.api("POST", "/d1/database", { name: "books" })).toMatchObject({
    status: 400,
    errors: [{ code: 7502, message: "Database with name 'books' already exists" }],
  });
  expect(await cloud.api("GET", "/d1/database?name=books")).toMatchObject({
    result: [{ uuid: id, name: "books" }],
  });
  const other = await cloud.create("/d1/database", { name: "other" });
  await cloud.api("POST", `/d1/database/${other}/query`, { sql: "CREATE TABLE t (a)" });
  expect(await cloud.api("DELETE", `/d1/database/${other}`)).toMatchObject({ success: true });
  expect(await cloud.api("GET", `/d1/database/${other}`)).toMatchObject({
    status: 404,
    errors: [{ code: 7404 }],
  });
});
