import { afterAll, beforeAll, expect, test } from "vitest";
import { says, startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const ASSETS = [{ type: "assets", name: "ASSETS" }];

async function put(script: string, files: Record<string, string>, config: object, code = says("worker")) {
  const jwt = await cloud.assets(script, files);
  return cloud.put(script, code, { assets: { jwt, config }, bindings: ASSETS });
}

const text = async (script: string, path: string, init?: RequestInit) =>
  (await cloud.fetch(script, path, init)).text();

test("an asset is served with its type and an etag, and not sent again to who has it", async () => {
  await put("site", { "/style.css": "body {}" }, {});
  const response = await cloud.fetch("site", "/style.css");
  expect(response.headers.get("content-type")).toBe("text/css;charset=utf-8");
  expect(await response.text()).toBe("body {}");
  const etag = response.headers.get("etag") ?? "";
  const again = await cloud.fetch("site", "/style.css", { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
  const head = await cloud.fetch("site", "/style.css", { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe("7");
});

test("assets come first, the Worker answers for the rest", async () => {
  await put("mixed", { "/index.html": "home", "/about.html": "about" }, {});
  expect(await text("mixed", "/")).toBe("home");
  expect(await text("mixed", "/about")).toBe("about");
  expect(await text("mixed", "/api")).toBe("worker");
  const redirect = await cloud.fetch("mixed", "/about.html?x=1", { redirect: "manual" });
  expect([redirect.status, redirect.headers.get("location")]).toEqual([307, "/about?x=1"]);
});

test("a page load of a single-page application gets the page, other requests the Worker", async () => {
  await put("spa", { "/index.html": "page" }, { not_found_handling: "single-page-application" });
  expect(await text("spa", "/deep/link", { headers: { "sec-fetch-mode": "navigate" } })).toBe("page");
  expect(await text("spa", "/deep/link")).toBe("worker");
});

test("run_worker_first sends the paths it names to the Worker", async () => {
  await put(
    "first",
    { "/index.html": "page", "/api/data.json": "asset", "/api/docs/a.txt": "docs" },
    { run_worker_first: ["/api/*", "!/api/docs/*"] },
  );
  expect(await text("first", "/api/data.json")).toBe("worker");
  expect(await text("first", "/api/docs/a.txt")).toBe("docs");
  expect(await text("first", "/")).toBe("page");
});

test("the Worker reaches its assets by binding", async () => {
  const code =
    "export default { fetch: (request, env) => env.ASSETS.fetch(new URL('/index.html', request.url)) };";
  await put(
    "bound",
    { "/index.html": "by binding" },
    { html_handling: "none", run_worker_first: true },
    code,
  );
  expect(await text("bound", "/anything")).toBe("by binding");
});

test("assets without a Worker: a 404 page where nothing is", async () => {
  const jwt = await cloud.assets("static", { "/index.html": "home", "/404.html": "lost" });
  await cloud.put("static", says("unused"), {
    main_module: undefined,
    assets: { jwt, config: { not_found_handling: "404-page" } },
  });
  expect(await text("static", "/")).toBe("home");
  const lost = await cloud.fetch("static", "/nowhere");
  expect([lost.status, await lost.text()]).toEqual([404, "lost"]);
});

test("_headers are set on assets and not on the Worker's answers", async () => {
  const _headers = "# ours\n/*\n  x-kit-release: v1\n/assets/*\n  Cache-Control: immutable\n  ! etag\n";
  await put("headed", { "/index.html": "page", "/assets/a.js": "1" }, { _headers });
  const asset = await cloud.fetch("headed", "/assets/a.js");
  expect(asset.headers.get("x-kit-release")).toBe("v1");
  expect(asset.headers.get("cache-control")).toBe("immutable");
  expect(asset.headers.get("etag")).toBeNull();
  expect((await cloud.fetch("headed", "/")).headers.get("etag")).not.toBeNull();
  expect((await cloud.fetch("headed", "/api")).headers.get("x-kit-release")).toBeNull();
});

test("_redirects are followed before assets are looked for", async () => {
  const _redirects = "/old /new?from=old 301\n/docs/* /manual/:splat\n/app/* /index.html 200\n";
  await put("moved", { "/index.html": "page" }, { _redirects, html_handling: "none" });
  const location = async (path: string) => {
    const response = await cloud.fetch("moved", path, { redirect: "manual" });
    return [response.status, response.headers.get("location")];
  };
  expect(await location("/old?x=1")).toEqual([301, "/new?from=old"]);
  expect(await location("/docs/a/b?x=1")).toEqual([302, "/manual/a/b?x=1"]);
  expect(await text("moved", "/app/deep")).toBe("page");
});

test("each version of a split serves its own assets", async () => {
  const upload = async (word: string) => {
    const jwt = await cloud.assets("twice", { "/index.html": word, [`/${word}.js`]: word });
    return { assets: { jwt, config: {} }, bindings: ASSETS };
  };
  await cloud.put("twice", says("worker"), await upload("zero"));
  const one = await cloud.version("twice", says("worker one"), await upload("one"));
  const two = await cloud.version("twice", says("worker two"), await upload("two"));
  await cloud.deploy("twice", { [one]: 100, [two]: 0 });
  const onTwo = { headers: { "Cloudflare-Workers-Version-Overrides": `twice="${two}"` } };
  expect(await text("twice", "/")).toBe("one");
  expect(await text("twice", "/one.js")).toBe("one");
  expect(await text("twice", "/", onTwo)).toBe("two");
  expect(await text("twice", "/two.js", onTwo)).toBe("two");
  expect(await text("twice", "/one.js", onTwo)).toBe("worker two");
});

test("assets are kept where an upload says so", async () => {
  await put("keeping", { "/index.html": "kept" }, {});
  await cloud.put("keeping", says("new code"), { keep_assets: true });
  expect(await text("keeping", "/")).toBe("kept");
  expect(await text("keeping", "/api")).toBe("new code");
});

test("what was uploaded once is not asked for again, and a made-up token is refused", async () => {
  const manifest = { "/a.txt": { hash: "0123456789abcdef0123456789abcdef", size: 1 } };
  const ask = () => cloud.api("POST", "/workers/scripts/again/assets-upload-session", { manifest });
  expect(await ask()).toHaveProperty("result.buckets", [["0123456789abcdef0123456789abcdef"]]);
  const parts = new FormData();
  parts.append("0123456789abcdef0123456789abcdef", new Blob(["YQ=="], { type: "text/plain" }), "a");
  const upload = (token: string) =>
    fetch(`${cloud.apiUrl}/accounts/${cloud.accountId}/workers/assets/upload?base64=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: parts,
    });
  expect((await upload("a.b.c")).status).toBe(401);
  expect((await upload(cloud.token)).status).toBe(401);
  const { result } = await ask();
  const jwt = typeof result === "object" && result && "jwt" in result ? String(result.jwt) : "";
  expect((await upload(jwt)).status).toBe(201);
  expect(await ask()).toHaveProperty("result.buckets", []);
});
