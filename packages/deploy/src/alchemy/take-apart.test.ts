import { afterAll, beforeAll, expect, test } from "vitest";
import { Trial, tag } from "./trial.fixture.ts";

let trial: Trial;
beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

const release = { release: tag(1) };
const nothing = { left: [], kept: [] };

async function provisioned(app: string, extra: string, stage = "staging"): Promise<string> {
  const folder = await trial.makeApp(app, { extra });
  expect(await trial.alchemy(folder, ["--stage", stage], release)).toMatchObject({ code: 0 });
  return folder;
}

/** What is there of one app. */
async function of(app: string): Promise<string[]> {
  return (await trial.everything()).filter((name) => name.startsWith(`${app}-`)).toSorted();
}

function putObject(bucket: string, key: string) {
  return trial.ask(`/r2/buckets/${bucket}/objects/${key}`, "PUT", "text");
}

test("a bucket with 1,500 objects is emptied and goes with the rest", async () => {
  const folder = await provisioned(
    "full",
    `await R2Bucket("files", { name: "full-files" }); await KVNamespace("kv", { title: "full-kv" });`,
  );
  const keys = Array.from({ length: 1500 }, (_, index) => `folder/${index}.txt`);
  for (let at = 0; at < keys.length; at += 50)
    await Promise.all(keys.slice(at, at + 50).map((key) => putObject("full-files", key)));
  expect(await trial.destroy(folder)).toMatchObject({ code: 0, destroyed: nothing });
  expect(await of("full")).toEqual([]);
}, 120_000);

test("what cannot be deleted is named, everything else goes, and the next try takes it too", async () => {
  await trial.ask("/r2/buckets", "POST", JSON.stringify({ name: "stuck-files" }));
  const folder = await provisioned(
    "stuck",
    `await KVNamespace("kv", { title: "stuck-kv" });
     await R2Bucket("files", { name: "stuck-files", adopt: true });`,
  );
  await putObject("stuck-files", "a.txt");
  const bucket = { kind: "cloudflare::R2Bucket", name: "stuck-files", id: "stuck-files" };
  for (const attempt of [1, 2]) {
    const { destroyed } = await trial.destroy(folder);
    expect(destroyed, `try ${attempt}`).toEqual({
      left: [{ ...bucket, reason: expect.stringContaining("is not empty") }],
      kept: [],
    });
    expect(await of("stuck")).toEqual(["stuck-files"]);
  }
  await trial.ask("/r2/buckets/stuck-files/objects/a.txt", "DELETE");
  expect(await trial.destroy(folder)).toMatchObject({ destroyed: nothing });
  expect(await of("stuck")).toEqual([]);
  expect((await trial.ask("/r2/buckets/kit-state/objects/stuck/staging.json")).status).toBe(404);
});

test("a bucket that another profile uses too is left alone with what is in it, until the last one goes", async () => {
  const extra = `await R2Bucket("files", { name: "pair-files", adopt: true });`;
  const folder = await provisioned("pair", extra);
  await provisioned("pair", extra, "prod");
  await putObject("pair-files", "a.txt");
  expect(await trial.destroy(folder)).toMatchObject({
    destroyed: { left: [], kept: [{ name: "pair-files", reason: "prod uses it too" }] },
  });
  expect((await trial.ask("/r2/buckets/pair-files/objects/a.txt")).status).toBe(200);
  await trial.ask("/r2/buckets/pair-files/objects/a.txt", "DELETE");
  expect(await trial.destroy(folder, "prod")).toMatchObject({ destroyed: nothing });
  expect(await of("pair")).toEqual([]);
});

test("what the program wants kept is kept, with what is in it, and said", async () => {
  const folder = await provisioned("keep", `await R2Bucket("files", { name: "keep-files", delete: false });`);
  await putObject("keep-files", "a.txt");
  expect(await trial.destroy(folder)).toMatchObject({
    destroyed: {
      left: [],
      kept: [{ name: "keep-files", reason: "the program says delete: false" }],
    },
  });
  expect((await trial.ask("/r2/buckets/keep-files/objects/a.txt")).status).toBe(200);
});

test("a resource that was there before a release that failed for it is not destroyed with the rest", async () => {
  for (const [path, body] of [
    ["/d1/database", { name: "there-db" }],
    ["/r2/buckets", { name: "there-files" }],
  ] as const)
    await trial.ask(path, "POST", JSON.stringify(body));
  for (const [id, extra] of [
    [
      "there-db",
      `await KVNamespace("kv", { title: "there-kv" }); await D1Database("mine", { name: "there-db" });`,
    ],
    ["there-files", `await R2Bucket("mine", { name: "there-files" });`],
  ] as const) {
    const folder = await trial.makeApp("there", { extra });
    expect(await trial.alchemy(folder, ["--stage", "staging"], release)).toMatchObject({ code: 1 });
    await trial.destroy(folder);
    expect(await of("there"), id).toEqual(["there-db", "there-files"]);
  }
});

test("resources and a Worker that were deleted by hand are no obstacle", async () => {
  const folder = await provisioned("hand", `await KVNamespace("kv", { title: "hand-kv" });`);
  const { text } = await trial.ask("/d1/database?name=hand-staging-db");
  const [database] = JSON.parse(text).result;
  expect((await trial.ask(`/d1/database/${database.uuid}`, "DELETE")).status).toBe(200);
  expect((await trial.ask("/workers/scripts/hand-staging?force=true", "DELETE")).status).toBe(200);
  const plain = await trial.alchemy(folder, ["--stage", "staging", "--destroy"]);
  expect(plain).toMatchObject({ code: 1, err: expect.stringContaining("hand has releases at staging") });
  expect(await trial.destroy(folder)).toMatchObject({ code: 0, destroyed: nothing });
  expect(await of("hand")).toEqual([]);
});

test("--profile without --stage is refused, with the command that means the profile", async () => {
  const folder = await trial.makeApp("meant");
  for (const [args, command] of [
    [["--destroy"], "bun alchemy destroy --profile staging"],
    [["--dev"], "bun alchemy dev --profile staging"],
    [[], "bun alchemy deploy --profile staging"],
  ] as const) {
    const { code, err } = await trial.alchemy(folder, [...args, "--profile", "staging"]);
    expect([code, err]).toEqual([1, expect.stringContaining(command)]);
  }
  expect(await of("meant")).toEqual([]);
});
