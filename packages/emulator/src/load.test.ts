import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** Every page names an asset that only its own version has, as built front ends do. */
const worker = (word: string) => `export default { fetch: () => new Response("api ${word}") };`;
const files = (word: string) => ({ "/index.html": `asset ${word}`, [`/${word}.js`]: word });

test("under constant load no request fails while versions are uploaded, shifted and rolled back", async () => {
  const upload = async (word: string) => ({ assets: { jwt: await cloud.assets("busy", files(word)) } });
  await cloud.put("busy", worker("v0"), await upload("v0"));

  let done = false;
  const failures: string[] = [];
  let requests = 0;
  const visitor = async (key: number) => {
    while (!done) {
      requests += 1;
      const path = requests % 2 === 0 ? "/" : "/api";
      const response = await cloud.fetch("busy", path, {
        method: path === "/api" ? "POST" : "GET",
        ...(path === "/api" && { body: "x".repeat(1000) }),
        headers: { "Cloudflare-Workers-Version-Key": `visitor-${key}` },
      });
      const text = await response.text();
      if (!response.ok || !/^(api|asset) v\d$/.test(text)) failures.push(`${response.status} ${text}`);
    }
  };
  const visitors = Array.from({ length: 8 }, (_, key) =>
    visitor(key).catch((error: unknown) => failures.push(String(error))),
  );

  let stable = await cloud.version("busy", worker("v1"), await upload("v1"));
  for (const word of ["v2", "v3", "v4"]) {
    const next = await cloud.version("busy", worker(word), await upload(word));
    for (const share of [0, 10, 50]) await cloud.deploy("busy", { [stable]: 100 - share, [next]: share });
    await cloud.deploy("busy", { [next]: 100 });
    await cloud.deploy("busy", { [stable]: 100 });
    expect(await cloud.put("busy", "throw new Error('refused')")).toMatchObject({ status: 400 });
    await cloud.deploy("busy", { [next]: 100 });
    stable = next;
  }
  done = true;
  await Promise.all(visitors);
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
});
