import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runClient } from "../../testing/test-client.ts";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
// Within the package, so that the program finds alchemy.
const folder = mkdtempSync(join(import.meta.dirname, ".alchemy-"));
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that an account can be left with. */
const EVERYTHING = [
  "/workers/scripts",
  "/workers/domains",
  "/workers/durable_objects/namespaces",
  "/storage/kv/namespaces",
  "/d1/database",
  "/hyperdrive/configs",
  "/queues",
  "/workflows",
];

/** One of the fixtures, as somebody's program. */
function program(name: string) {
  const cwd = join(folder, name);
  cpSync(join(import.meta.dirname, "fixtures", name), cwd, { recursive: true });
  return {
    run: (...args: string[]) => runClient(cloud, cwd, "alchemy.run.ts", "--stage", "one", ...args),
    edit: (before: string, after: string) => {
      const file = join(cwd, "alchemy.run.ts");
      const text = readFileSync(file, "utf8");
      if (!text.includes(before)) throw new Error(`The program does not say ${before}.`);
      writeFileSync(file, text.replaceAll(before, after));
    },
    forget: () => rmSync(join(cwd, ".alchemy"), { recursive: true }),
  };
}

/** The ids of all there is, to see that the same things are still there. */
async function ids(): Promise<string[]> {
  const answers = await Promise.all(EVERYTHING.map((path) => cloud.api("GET", path)));
  return answers
    .flatMap(({ result }) => JSON.stringify(result).match(/"(id|uuid|queue_id)":"[^"]+"/g) ?? [])
    .sort();
}

test("unmodified alchemy creates, changes, adopts and destroys every resource, and nothing is left", async () => {
  const [app, jobs] = [program("app"), program("jobs")];
  await Promise.all([app.run(), jobs.run()]);
  const made = await ids();
  const page = async () => (await cloud.fetch("fixture-one", "/api/all")).json();
  expect(await page()).toMatchObject({ greeting: "hello from one", visits: 1, user: "reader" });

  app.edit("hello from", "goodbye from");
  app.edit("reader", "writer");
  jobs.edit("0 * * * *", "30 * * * *");
  jobs.edit("batchSize: 1", "batchSize: 2");
  await Promise.all([app.run(), jobs.run()]);
  await expectChanged();
  expect(await page()).toMatchObject({ greeting: "goodbye from one", visits: 2, user: "writer" });

  app.forget();
  jobs.forget();
  await expect(app.run()).rejects.toThrow("already exists");
  await Promise.all([app.run("--adopt"), jobs.run("--adopt")]);
  await expectChanged();
  expect(await page()).toMatchObject({ greeting: "goodbye from one", visits: 3 });
  expect(await ids()).toEqual(made);

  await Promise.all([app.run("--destroy"), jobs.run("--destroy")]);
  expect(await ids()).toEqual([]);
  expect(await cloud.api("GET", "/r2/buckets")).toMatchObject({ result: { buckets: [] } });
  const routed = await fetch(cloud.workersUrl, { headers: { host: "one.routed.example" } });
  expect(routed.status).toBe(403);
}, 180_000);

async function expectChanged(): Promise<void> {
  expect(await cloud.api("GET", "/workers/scripts/jobs-one/schedules")).toMatchObject({
    result: { schedules: [{ cron: "30 * * * *" }] },
  });
  expect(await cloud.api("GET", "/queues")).toMatchObject({
    result: expect.arrayContaining([
      expect.objectContaining({
        consumers: [
          expect.objectContaining({
            script: "jobs-one",
            settings: expect.objectContaining({ batch_size: 2 }),
          }),
        ],
      }),
    ]),
  });
}
