import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Trial, tag } from "./trial.fixture.ts";

let trial: Trial;
beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

describe("a release", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await trial.makeApp("shop");
  });

  test("is uploaded once, behind a placeholder, without traffic", async () => {
    expect(await trial.alchemy(folder, ["--stage", "staging"], { release: tag(1) })).toMatchObject({
      code: 0,
    });
    expect(await trial.tags("shop-staging")).toEqual([tag(1), "kit-placeholder"]);
    expect(await trial.live("shop-staging")).toEqual([["kit-placeholder", 100]]);
    expect((await trial.visit("shop-staging", "/api/x")).status).toBe(503);
  });

  test("run again, uploads nothing", async () => {
    const before = await trial.versions("shop-staging");
    expect(await trial.alchemy(folder, ["--stage", "staging"], { release: tag(1) })).toMatchObject({
      code: 0,
    });
    expect(await trial.versions("shop-staging")).toEqual(before);
  });

  test("serves what was built, and says which it is on the page too, once it has traffic", async () => {
    await trial.shift("shop-staging", tag(1));
    const api = await trial.visit("shop-staging", "/api/x");
    expect(await api.json()).toEqual({ word: "built", tag: tag(1), secret: 15, items: [{ name: "bread" }] });
    const page = await trial.visit("shop-staging", "/");
    expect(await page.text()).toBe("<h1>the page</h1>");
    expect(page.headers.get("x-kit-release")).toBe("v1");
    expect(page.headers.get("x-frame-options")).toBe("DENY");
  });

  test("of a later number is one more version, and moves nothing", async () => {
    expect(await trial.alchemy(folder, ["--stage", "staging"], { release: tag(2) })).toMatchObject({
      code: 0,
    });
    expect(await trial.tags("shop-staging")).toEqual([tag(2), tag(1), "kit-placeholder"]);
    expect(await trial.live("shop-staging")).toEqual([[tag(1), 100]]);
  });

  test("that has less destroys nothing of what the release before still uses", async () => {
    const more = await trial.makeApp("less", {
      extra: `await D1Database("old", { name: \`less-\${app.stage}-old\` });`,
    });
    expect(await trial.alchemy(more, ["--stage", "staging"], { release: tag(1) })).toMatchObject({ code: 0 });
    expect(
      await trial.alchemy(await trial.makeApp("less"), ["--stage", "staging"], { release: tag(2) }),
    ).toMatchObject({ code: 0 });
    expect(await trial.databases()).toContain("less-staging-old");
    expect(await trial.alchemy(more, ["--stage", "staging", "--destroy"], { release: tag(2) })).toMatchObject(
      { code: 0 },
    );
    expect(await trial.databases()).not.toContain("less-staging-old");
  });

  test("keeps its state in one object, where no secret can be read", async () => {
    const { status, text } = await trial.ask("/r2/buckets/kit-state/objects/shop/staging.json");
    expect(status).toBe(200);
    expect(text).toContain("shop-staging-db");
    expect(text).not.toContain("not-for-reading");
  });

  test("tells the triggers that no version can hold, and sets none of them", async () => {
    const cron = await trial.makeApp("cron", {
      extra: `const queue = await Queue("jobs", { name: \`cron-\${app.stage}-jobs\` });`,
      props: `crons: ["* * * * *"], domains: ["cron.example.com"], routes: ["example.com/cron/*"],
        eventSources: [{ queue, settings: { batchSize: 5, maxWaitTimeMs: 100 } }],`,
    });
    const { code, triggers } = await trial.provision(cron, tag(1));
    expect(code).toBe(0);
    expect(triggers).toEqual({
      crons: ["* * * * *"],
      consumers: [{ queue: expect.stringMatching(/^[0-9a-f]{32}$/), batchSize: 5, maxWaitTime: 100 }],
      workflows: [],
      routes: [{ pattern: "example.com/cron/*" }],
      domains: [{ hostname: "cron.example.com" }],
    });
    const { text } = await trial.ask("/workers/scripts/cron-staging/schedules");
    expect(JSON.parse(text)).toMatchObject({ result: { schedules: [] } });
    expect(JSON.parse((await trial.ask("/workers/domains")).text)).toMatchObject({ result: [] });
  });
});

describe("plain alchemy", () => {
  test("is refused where the kit has released, with the command to use, and changes nothing", async () => {
    const before = { live: await trial.live("shop-staging"), tags: await trial.versions("shop-staging") };
    const folder = await trial.makeApp("shop");
    const deploy = await trial.alchemy(folder, ["--stage", "staging"]);
    expect(deploy).toMatchObject({ code: 1 });
    expect(deploy.err).toContain("bun alchemy deploy --profile staging");
    const destroy = await trial.alchemy(folder, ["--stage", "staging", "--destroy"]);
    expect(destroy).toMatchObject({ code: 1 });
    expect(destroy.err).toContain("bun run kit destroy shop --profile staging");
    expect({ live: await trial.live("shop-staging"), tags: await trial.versions("shop-staging") }).toEqual(
      before,
    );
  });

  test("works where it has not, live at once; a release is then refused before anything is made", async () => {
    const folder = await trial.makeApp("shop");
    expect(await trial.alchemy(folder, ["--stage", "mine"])).toMatchObject({ code: 0 });
    expect(await (await trial.visit("shop-mine", "/api/x")).text()).toBe("bundled by alchemy");
    const before = await trial.ask("/r2/buckets/kit-state/objects/shop/mine.json");
    const released = await trial.alchemy(folder, ["--stage", "mine"], { release: tag(1) });
    expect(released).toMatchObject({ code: 1 });
    expect(released.err).toContain(
      "A Worker named shop-mine is in this account already and is not the kit's.",
    );
    expect(await trial.ask("/r2/buckets/kit-state/objects/shop/mine.json")).toEqual(before);
    expect(await trial.alchemy(folder, ["--stage", "mine", "--destroy"])).toMatchObject({ code: 0 });
    expect(await trial.ask("/workers/scripts/shop-mine/script-settings")).toMatchObject({ status: 404 });
  });
});

test("a stranger's Worker is refused before a database is made", async () => {
  const form = new FormData();
  form.append(
    "metadata",
    new Blob([JSON.stringify({ main_module: "a.js", compatibility_date: "2026-07-01" })]),
  );
  form.append(
    "a.js",
    new Blob(["export default { fetch: () => new Response('theirs') }"], {
      type: "application/javascript+module",
    }),
    "a.js",
  );
  expect(await trial.ask("/workers/scripts/taken-prod", "PUT", form)).toMatchObject({ status: 200 });
  expect(
    await trial.alchemy(await trial.makeApp("taken"), ["--stage", "prod"], { release: tag(1) }),
  ).toMatchObject({ code: 1 });
  expect(await trial.databases()).not.toContain("taken-prod-db");
  expect(await (await trial.visit("taken-prod", "/api/x")).text()).toBe("theirs");
});

test("destroy leaves nothing", async () => {
  const folder = await trial.makeApp("gone");
  expect(await trial.alchemy(folder, ["--stage", "preview-1"], { release: tag(1) })).toMatchObject({
    code: 0,
  });
  expect(
    await trial.alchemy(folder, ["--stage", "preview-1", "--destroy"], { release: tag(1) }),
  ).toMatchObject({ code: 0 });
  expect(await trial.ask("/workers/scripts/gone-preview-1/script-settings")).toMatchObject({ status: 404 });
  expect(await trial.databases()).not.toContain("gone-preview-1-db");
  expect(await trial.ask("/r2/buckets/kit-state/objects/gone/preview-1.json")).toMatchObject({ status: 404 });
});
