import { afterAll, beforeAll, expect, test } from "vitest";
import { says, startCloud, type TestCloud } from "../testing/test-cloud.ts";

/** How many requests there are at least: `KIT_CHAOS_REQUESTS` for more. */
const REQUESTS = Number(process.env.KIT_CHAOS_REQUESTS ?? 10_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** Every page names an asset that only its own version has, as built front ends do. */
const worker = (word: string) => `export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/slow") {
      const { readable, writable } = new TransformStream();
      const writer = writable.getWriter();
      const write = async () => {
        for (const part of ["api ", "${word}"]) {
          await writer.write(new TextEncoder().encode(part));
          await scheduler.wait(100);
        }
        await writer.close();
      };
      write();
      return new Response(readable);
    }
    if (request.headers.get("upgrade") !== "websocket") return new Response("api ${word}");
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.addEventListener("message", ({ data }) => server.send(data));
    return new Response(null, { status: 101, webSocket: client });
  },
};`;
const files = (word: string) => ({ "/index.html": `asset ${word}`, [`/${word}.js`]: word });

test(`of ${REQUESTS} requests none fails while versions are uploaded, shifted, refused, rolled back and deleted`, async () => {
  const upload = async (word: string) => ({ assets: { jwt: await cloud.assets("busy", files(word)) } });
  await cloud.put("busy", worker("v0"), await upload("v0"));
  const socket = new WebSocket(
    `${cloud.workersUrl.replace("http", "ws").replace("localhost", "busy.localhost")}/ws`,
  );
  const echoes: string[] = [];
  socket.onmessage = ({ data }) => echoes.push(String(data));
  const closed: string[] = [];
  socket.onclose = ({ code }) => closed.push(`closed with ${code}`);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });

  let done = false;
  const failures: string[] = [];
  let requests = 0;
  const visitor = async (key: number) => {
    while (!done) {
      const path = ["/", "/api", "/api/slow"][requests % (key === 0 ? 3 : 2)] ?? "/";
      requests += 1;
      const response = await cloud.fetch("busy", path, {
        method: path === "/api" ? "POST" : "GET",
        ...(path === "/api" && { body: "x".repeat(1000) }),
        headers: { "Cloudflare-Workers-Version-Key": `visitor-${key}` },
      });
      const text = await response.text();
      if (!response.ok || !/^(api|asset) v\d+$/.test(text)) failures.push(`${response.status} ${text}`);
    }
  };
  const visitors = Array.from({ length: 8 }, (_, key) =>
    visitor(key).catch((error: unknown) => failures.push(String(error))),
  );

  let stable = await cloud.version("busy", worker("v1"), await upload("v1"));
  let rounds = 1;
  do {
    rounds += 1;
    const next = await cloud.version("busy", worker(`v${rounds}`), await upload(`v${rounds}`));
    for (const share of [0, 10, 50]) await cloud.deploy("busy", { [stable]: 100 - share, [next]: share });
    await cloud.deploy("busy", { [next]: 100 });
    await cloud.deploy("busy", { [stable]: 100 });
    expect(await cloud.put("busy", "throw new Error('refused')")).toMatchObject({ status: 400 });
    await cloud.deploy("busy", { [next]: 100 });
    await cloud.put("neighbour", says("here for a moment"));
    await cloud.api("DELETE", "/workers/scripts/neighbour");
    socket.send(`round ${rounds}`);
    stable = next;
  } while (requests < REQUESTS && failures.length === 0);
  done = true;
  await Promise.all(visitors);
  expect(failures).toEqual([]);
  await expect.poll(() => echoes.at(-1), { timeout: 20_000 }).toBe(`round ${rounds}`);
  expect([echoes.length, closed]).toEqual([rounds - 1, []]);
  socket.close();
}, 300_000);
