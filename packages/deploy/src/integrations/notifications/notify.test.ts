import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Progress } from "../../engine/ports/progress.ts";
import { type News, sentence } from "../notification/notification.ts";
import { discord } from "./discord.ts";
import { notify } from "./notify.ts";
import { slack } from "./slack.ts";
import { hmac } from "./webhook.ts";

const news: News = {
  app: "shop",
  profile: "prod",
  worker: "shop-prod",
  isLast: true,
  kind: "release",
  release: "v7",
  digest: `sha256:${"a".repeat(64)}`,
  commit: "c".repeat(40),
  run: "r9",
  outcome: "succeeded",
  reason: "",
  who: "ada",
  url: "https://shop-prod.ada.workers.dev",
  link: "https://github.com/ada/things/actions/runs/1/attempts/1",
  at: "2026-01-01T00:00:00.000Z",
};

interface Received {
  path: string;
  body: string;
  signature: string | null;
}

let received: Received[];
let notes: string[];
let server: Bun.Server<undefined>;
const progress: Progress = {
  during: (_step, work) => work(),
  note: (_step, text) => notes.push(text),
  fault: (_step, text) => notes.push(text),
};

beforeEach(() => {
  received = [];
  notes = [];
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname: path } = new URL(request.url);
      const signature = request.headers.get("x-kit-signature-256");
      received.push({ path, body: await request.text(), signature });
      return new Response("no_service", { status: path.endsWith("broken") ? 500 : 200 });
    },
  });
});
afterEach(() => server.stop(true));

const at = (path: string) => `http://127.0.0.1:${server.port}/${path}`;

test("tells every channel that is named, and no other", async () => {
  await notify(news, {}, progress);
  expect(received).toEqual([]);
  const env = {
    KIT_NOTIFY_SLACK: at("slack"),
    KIT_NOTIFY_DISCORD: at("discord"),
    KIT_NOTIFY_WEBHOOK: at("hook"),
    KIT_NOTIFY_SECRET: "k",
  };
  await notify(news, env, progress);
  expect(received.map(({ path }) => path).toSorted()).toEqual(["/discord", "/hook", "/slack"]);
  expect(notes.toSorted()).toEqual(["Discord", "Slack", "the webhook"]);
});

test("the webhook gets the whole news, signed so that its receiver can check it", async () => {
  await notify(news, { KIT_NOTIFY_WEBHOOK: at("hook"), KIT_NOTIFY_SECRET: "key" }, progress);
  const [hook] = received;
  expect(JSON.parse(hook?.body ?? "")).toEqual(news);
  const expected = createHmac("sha256", "key")
    .update(hook?.body ?? "")
    .digest("hex");
  expect(hook?.signature).toBe(`sha256=${expected}`);
});

test("the signature is HMAC-SHA256, of any text with any key", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.string({ minLength: 1 }), async (text, key) => {
      expect(await hmac(text, key)).toBe(createHmac("sha256", key).update(text).digest("hex"));
    }),
  );
});

describe("what cannot be told is noted, without the address, which is a secret", () => {
  test.each<[string, () => NodeJS.ProcessEnv, string]>([
    [
      "answers with an error",
      () => ({ KIT_NOTIFY_SLACK: at("token-broken") }),
      "Slack was not: it answered 500",
    ],
    [
      "cannot be reached",
      () => ({ KIT_NOTIFY_DISCORD: "http://127.0.0.1:1/token" }),
      "Discord was not: it cannot be reached",
    ],
    ["is no address", () => ({ KIT_NOTIFY_SLACK: "token" }), "Slack was not: KIT_NOTIFY_SLACK is no URL"],
    [
      "would be unsigned",
      () => ({ KIT_NOTIFY_WEBHOOK: at("token") }),
      "the webhook was not: KIT_NOTIFY_SECRET is not set, and nothing is sent unsigned",
    ],
  ])("a channel that %s", async (_what, env, note) => {
    await notify(news, env(), progress);
    expect(notes).toEqual([note]);
    expect(notes.join()).not.toMatch(/token/);
  });
});

test("a reason cannot format, mention or overflow", async () => {
  const reason = `<!channel> @everyone & ${"long ".repeat(1000)}`;
  const failed: News = { ...news, outcome: "failed", reason };
  const toSlack = JSON.parse((await slack.message(failed, "", {})).body);
  expect(toSlack.text).toContain("&lt;!channel&gt; @everyone &amp; long");
  const toDiscord = JSON.parse((await discord.message(failed, "", {})).body);
  expect(toDiscord.allowed_mentions).toEqual({ parse: [] });
  expect(toDiscord.content).toHaveLength(2000);
  expect(toDiscord.content).toContain(news.link);
});

test.each<[Partial<News>, string]>([
  [{}, "shop v7 serves prod, by ada"],
  [{ kind: "rollback", release: "v6" }, "prod is back on shop v6, by ada"],
  [{ outcome: "waiting", reason: "0 of 1 approvals" }, "shop v7 waits on its way to prod: 0 of 1 approvals"],
  [{ outcome: "failed", reason: "health: 500" }, "shop v7 did not get to prod (failed, by ada): health: 500"],
])("%j is told as: %s", (part, text) => {
  expect(sentence({ ...news, ...part })).toBe(text);
});
