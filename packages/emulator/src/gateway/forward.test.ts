import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { says, startCloud, type TestCloud } from "../testing/test-cloud.ts";

const WORKER = `export default { async fetch(request) {
  switch (new URL(request.url).pathname) {
    case "/gzip": {
      const body = new Response("hello ".repeat(1000)).body.pipeThrough(new CompressionStream("gzip"));
      return new Response(body, { encodeBody: "manual", headers: { "content-encoding": "gzip" } });
    }
    case "/redirect":
      return new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } });
    case "/cookies":
      return new Response(null, { status: 204, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
    case "/count": {
      let bytes = 0;
      for await (const chunk of request.body) bytes += chunk.length;
      return new Response(String(bytes));
    }
    case "/talk": {
      const { readable, writable } = new TransformStream();
      const answer = async () => {
        const writer = writable.getWriter();
        await writer.write(new TextEncoder().encode("ready"));
        for await (const chunk of request.body) await writer.write(chunk);
        await writer.close();
      };
      answer();
      return new Response(readable);
    }
    case "/cf":
      return Response.json(request.cf);
    case "/throw":
      throw new Error("on purpose");
    default:
      return Response.json(Object.fromEntries(request.headers));
  }
} };`;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.put("worker", WORKER);
});
afterAll(() => cloud.close());
const ask = (path: string, init?: BunFetchRequestInit) => cloud.fetch("worker", path, init);

test("request.cf tells of a place, whatever a visitor claims", async () => {
  const response = await ask("/cf", { headers: { "x-emulator-cf": '{"country":"XX"}' } });
  expect(await response.json()).toMatchObject({ country: "PT", colo: "LIS", latitude: "38.71667" });
});

test("what is compressed stays compressed", async () => {
  const raw = await ask("/gzip", { decompress: false });
  expect(raw.headers.get("content-encoding")).toBe("gzip");
  expect((await raw.arrayBuffer()).byteLength).toBeLessThan(200);
  expect(await (await ask("/gzip")).text()).toBe("hello ".repeat(1000));
});

test("redirects and several cookies reach the visitor as they are", async () => {
  const redirect = await ask("/redirect", { redirect: "manual" });
  expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "https://elsewhere.example/"]);
  const cookies = await ask("/cookies");
  expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([204, ["a=1", "b=2"]]);
});

test("a large body arrives whole", async () => {
  const answer = await ask("/count", { method: "POST", body: new Uint8Array(20_000_000) });
  expect(await answer.text()).toBe("20000000");
});

test("bodies stream both ways at once", async () => {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const asked = ask("/talk", { method: "POST", body: readable });
  // Nothing is sent before the Worker has spoken: an answer that waited for the body's end would never come.
  await writer.write(new TextEncoder().encode("?"));
  const reader = (await asked).body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toContain("ready");
  await writer.close();
  await reader?.cancel();
});

test("the Worker is told who asks, by which name, and nothing of the emulator", async () => {
  const answer = await ask("/", { headers: { cookie: "c=1", "x-emulator-secret": "x" } });
  const headers = z.record(z.string(), z.string()).parse(await answer.json());
  const { host } = new URL(cloud.workersUrl);
  expect(headers).toMatchObject({ host: `worker.${host}`, cookie: "c=1", "cf-connecting-ip": "127.0.0.1" });
  expect(Object.keys(headers).filter((name) => name.startsWith("x-emulator"))).toEqual([]);
});

test("a Worker that throws answers 500, and the next request is served", async () => {
  expect((await ask("/throw")).status).toBe(500);
  expect((await ask("/")).status).toBe(200);
});

test("one connection carries request after request", async () => {
  await cloud.put("patient", says("again"));
  const { port } = new URL(cloud.apiUrl);
  const closed = Promise.withResolvers<void>();
  const ask = "GET / HTTP/1.1\r\nhost: patient.localhost\r\n\r\n";
  let heard = "";
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(port),
    socket: {
      data: (it, bytes) => {
        heard += bytes.toString();
        // The end of an answer that says its length, or of one in chunks.
        if (!/again$|\r\n0\r\n\r\n$/.test(heard)) return;
        if (heard.match(/again/g)?.length === 3) it.end();
        else it.write(ask);
      },
      close: () => closed.resolve(),
    },
  });
  socket.write(ask);
  await closed.promise;
  expect(heard.match(/HTTP\/1.1 200 OK/g)).toHaveLength(3);
});

test("what is given to waitUntil is ended, though its version was replaced and the next deleted", async () => {
  const { result } = await cloud.api("POST", "/storage/kv/namespaces", { title: "later" });
  const namespace_id = z.looseObject({ id: z.string() }).parse(result).id;
  const bindings = [{ type: "kv_namespace", name: "NOTES", namespace_id }];
  const code = `export default {
    fetch(request, env, ctx) {
      const note = new URL(request.url).pathname.slice(1);
      ctx.waitUntil(scheduler.wait(2_000).then(() => env.NOTES.put(note, "done")));
      return new Response("soon");
    },
  };`;
  const note = (name: string) => cloud.download(`/storage/kv/namespaces/${namespace_id}/values/${name}`);
  await cloud.put("later", code, { bindings });
  expect(await (await cloud.fetch("later", "/first")).text()).toBe("soon");
  await cloud.put("later", `${code}//`, { bindings });
  expect(await (await cloud.fetch("later", "/second")).text()).toBe("soon");
  await cloud.api("DELETE", "/workers/scripts/later");
  await expect.poll(() => note("first"), { timeout: 20_000 }).toBe("done");
  await expect.poll(() => note("second"), { timeout: 20_000 }).toBe("done");
});
