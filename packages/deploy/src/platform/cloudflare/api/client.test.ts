import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { CloudflareApi } from "./client.ts";
import { CloudflareError } from "./cloudflare-error.ts";
import { apiPath } from "./path.ts";

/** What the server answers to the next call, and what it was asked. */
let next: (request: Request) => Response | Promise<Response>;
let seen: { method: string; path: string; headers: Headers; body: string };
let server: Bun.Server<undefined>;
let api: CloudflareApi;

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      seen = { method: request.method, path: pathname + search, headers: request.headers, body };
      return next(request);
    },
  });
  api = new CloudflareApi({ apiUrl: `http://127.0.0.1:${server.port}/client/v4`, token: "secret" });
});
afterAll(() => server.stop(true));

const answering = (body: unknown, init?: ResponseInit) => {
  next = () => Response.json(body, init);
};
const failing = async (ask: Promise<unknown>): Promise<CloudflareError> => {
  const error = await ask.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CloudflareError) return error;
  throw new Error(`No CloudflareError but ${error}`);
};
const call = { asked: "look up a thing", path: "/things/one" };
const thing = z.object({ id: z.string() });

describe("a call of Cloudflare's API", () => {
  test("carries the token, the query and the body as JSON, and answers the result", async () => {
    answering({ success: true, result: { id: "one" }, errors: [] });
    const body = { name: "one" };
    expect(await api.result({ ...call, method: "POST", query: { page: 2 }, body }, thing)).toEqual({
      id: "one",
    });
    expect(seen).toMatchObject({
      method: "POST",
      path: "/client/v4/things/one?page=2",
      body: '{"name":"one"}',
    });
    expect(seen.headers.get("authorization")).toBe("Bearer secret");
    expect(seen.headers.get("content-type")).toBe("application/json");
  });

  test("sends bytes as they are", async () => {
    answering({ success: true, result: null });
    await api.perform({ ...call, method: "PUT", body: new Uint8Array([104, 105]) });
    expect(seen.body).toBe("hi");
    expect(seen.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("that is refused names what was asked, Cloudflare's reasons and their codes, and no token", async () => {
    const errors = [{ code: 10007, message: "not found" }, { message: "and more" }];
    answering({ success: false, result: null, errors }, { status: 400 });
    const error = await failing(api.result(call, thing));
    expect(error).toMatchObject({ codes: [10007], passing: false, status: 400 });
    expect(error.message).toBe("Cloudflare could not look up a thing: not found (10007); and more");
  });

  test.each([
    ["429", 429, true],
    ["500", 500, true],
    ["503", 503, true],
    ["400", 400, false],
    ["401", 401, false],
  ])("that is answered %s may be tried again or not", async (_, status, passing) => {
    answering({ success: false, errors: [] }, { status, headers: { "retry-after": "3" } });
    expect(await failing(api.perform(call))).toMatchObject({ passing, retryAfter: 3_000 });
  });

  test("with an answer that is no envelope says its status", async () => {
    next = () => new Response("<html>", { status: 502 });
    expect((await failing(api.perform(call))).reasons).toBe("it answered 502");
    next = () => new Response("<html>");
    expect((await failing(api.perform(call))).reasons).toBe("it answered 200");
  });

  test("of something that is not there is undefined where that is asked for, else an error", async () => {
    answering({ success: false, errors: [{ code: 7404, message: "no such thing" }] }, { status: 404 });
    expect(await api.resultIfThere(call, thing)).toBeUndefined();
    expect(await api.performIfThere(call)).toBe(false);
    expect(await api.bytesIfThere(call)).toBeUndefined();
    expect(await api.isThere(call)).toBe(false);
    expect(await failing(api.result(call, thing))).toMatchObject({ status: 404 });
  });

  test("reads bytes that have no envelope", async () => {
    next = () => new Response("bytes");
    expect(new TextDecoder().decode(await api.bytesIfThere(call))).toBe("bytes");
    expect(await api.isThere(call)).toBe(true);
  });

  test("follows a list to its last page", async () => {
    next = ({ url }) =>
      Response.json(
        url.includes("cursor")
          ? { success: true, result: [2], result_info: { cursor: "" } }
          : { success: true, result: [1], result_info: { cursor: "next" } },
      );
    expect(await api.pages(call, z.array(z.number()))).toEqual([[1], [2]]);
  });

  test("that reaches nobody may be tried again", async () => {
    const nobody = new CloudflareApi({ apiUrl: "http://127.0.0.1:1/client/v4", token: "secret" });
    expect(await failing(nobody.perform(call))).toMatchObject({
      passing: true,
      message: "Cloudflare could not look up a thing: it cannot be reached",
    });
  });
});

describe("a path of the API", () => {
  test("encodes what is put into it, slashes too", () => {
    const key = "shop/v 1?#.json";
    expect(apiPath`/objects/${key}`).toBe("/objects/shop%2Fv%201%3F%23.json");
  });

  test.each([".", "..", "%2e", "%2E%2e"])("refuses the segment %s", (segment) => {
    expect(() => apiPath`/objects/${segment}`).toThrow(RangeError);
  });
});
