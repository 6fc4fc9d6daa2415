import { afterAll, beforeAll, expect, test } from "vitest";
import { besideMessage } from "../../../core/companion.ts";
import { Trial, tag } from "./trial.fixture.ts";

const script = "pair-staging";
const own = { 1: "/assets/index-AAAAAAAA.js", 2: "/assets/index-BBBBBBBB.js" };

let trial: Trial;
let first: string;
let second: string;

/** v1 serves; v2 has another script, and its secret another value. */
beforeAll(async () => {
  trial = await Trial.start();
  first = await trial.makeApp("pair", {
    files: { [`dist/client${own[1]}`]: "first", "dist/client/first-only.txt": "first" },
  });
  second = await trial.makeApp("pair", {
    secret: "longer-than-it-was",
    files: { [`dist/client${own[2]}`]: "second" },
  });
  expect(await trial.alchemy(first, ["--stage", "staging"], { release: tag(1) })).toMatchObject({ code: 0 });
  await trial.shift(script, tag(1));
});
afterAll(() => trial.stop());

const serving = () => ({ release: tag(1), folder: first });
const releaseSecond = () =>
  trial.alchemy(second, ["--stage", "staging"], { release: tag(2), serving: serving() });
const read = async (path: string) => {
  const response = await trial.visit(script, path);
  return {
    status: response.status,
    release: response.headers.get("x-kit-release"),
    text: await response.text(),
  };
};

test("beside a new release the one that serves is uploaded once more, each telling of the other", async () => {
  expect(await releaseSecond()).toMatchObject({ code: 0 });
  const versions = await trial.versions(script);
  expect(versions.map((version) => [version.tag, version.message])).toEqual([
    [tag(2), besideMessage(tag(1))],
    [tag(1), besideMessage(tag(2))],
    [tag(1), expect.not.stringContaining("beside")],
    ["kit-placeholder", undefined],
  ]);
  expect(await trial.live(script)).toEqual([[tag(1), 100]]);
});

test("run again, nothing is uploaded", async () => {
  const before = await trial.versions(script);
  expect(await releaseSecond()).toMatchObject({ code: 0 });
  expect(await trial.versions(script)).toEqual(before);
});

test("the companion is its release in all it does: code, page, resources, and the secret's own value", async () => {
  await trial.shift(script, tag(1), besideMessage(tag(2)));
  const api = await trial.visit(script, "/api/x");
  expect(await api.json()).toEqual({ word: "built", tag: tag(1), secret: 15, items: [{ name: "bread" }] });
  expect(await read("/")).toEqual({ status: 200, release: "v1", text: "<h1>the page</h1>" });
  expect(await read("/first-only.txt")).toMatchObject({ status: 200, text: "first" });
});

test("each has the hashed assets of both, and nothing else of the other", async () => {
  for (const release of [tag(1), tag(2)]) {
    await trial.shift(script, release, besideMessage(release === tag(1) ? tag(2) : tag(1)));
    expect(await read(own[1])).toMatchObject({ status: 200, text: "first" });
    expect(await read(own[2])).toMatchObject({ status: 200, text: "second" });
  }
  const api = await trial.visit(script, "/first-only.txt");
  expect(await api.json(), "v2's Worker answers").toMatchObject({ tag: tag(2), secret: 18 });
});

test("what v2 borrowed it does not pass on to v3's companion", async () => {
  const third = await trial.makeApp("pair", { files: { "dist/client/assets/index-CCCCCCCC.js": "third" } });
  const release = { release: tag(3), serving: { release: tag(2), folder: second } };
  expect(await trial.alchemy(third, ["--stage", "staging"], release)).toMatchObject({ code: 0 });
  await trial.shift(script, tag(2), besideMessage(tag(3)));
  expect(await read("/assets/index-CCCCCCCC.js")).toMatchObject({ text: "third" });
  expect(await read(own[2])).toMatchObject({ text: "second" });
  expect((await read(own[1])).text).not.toBe("first");
});

test("there is none where it would have nothing more", async () => {
  const same = await trial.makeApp("pair", { files: { [`dist/client${own[1]}`]: "first" } });
  const before = await trial.tags(script);
  const release = { release: tag(4), serving: serving() };
  expect(await trial.alchemy(same, ["--stage", "staging"], release)).toMatchObject({ code: 0 });
  expect(await trial.tags(script)).toEqual([tag(4), ...before]);
});

test("there is none for a release of which it was not kept how it was uploaded", async () => {
  const before = await trial.tags(script);
  const release = { release: tag(5), serving: { release: tag(9), folder: first } };
  expect(await trial.alchemy(second, ["--stage", "staging"], release)).toMatchObject({ code: 0 });
  expect(await trial.tags(script)).toEqual([tag(5), ...before]);
});

test("what is kept of the uploads cannot be read, and goes with the stage", async () => {
  const kept = `/r2/buckets/kit-state/objects/pair/staging/${script}.json`;
  const { status, text } = await trial.ask(kept);
  expect(status).toBe(200);
  expect(Object.keys(JSON.parse(text)).toSorted()).toEqual([1, 2, 3, 4, 5].map(tag));
  for (const word of ["not-for-reading", "longer-than-it-was", "pair-staging-db"]) {
    expect(text).not.toContain(word);
  }
  const destroyed = trial.alchemy(first, ["--stage", "staging", "--destroy"], { release: tag(1) });
  expect(await destroyed).toMatchObject({ code: 0 });
  expect(await trial.ask(kept)).toMatchObject({ status: 404 });
});
