import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const CALLEE = `
import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
class Counter extends RpcTarget {
  #value = 0;
  add(amount) { return (this.#value += amount); }
}
export default class extends WorkerEntrypoint {
  fetch(request) { return new Response("fetched " + new URL(request.url).pathname); }
  sum(a, b) { return a + b; }
  counter() { return new Counter(); }
  fail() { throw new TypeError("not so"); }
}
export class Admin extends WorkerEntrypoint {
  fetch() { return new Response("admin " + this.ctx.props.who); }
  who() { return this.ctx.props.who; }
}`;
const CALLER = `
export default {
  async fetch(request, env) {
    using counter = await env.CALLEE.counter();
    await counter.add(1);
    return Response.json({
      fetched: await (await env.CALLEE.fetch("https://any/path")).text(),
      sum: await env.CALLEE.sum(1, 2),
      counted: await counter.add(2),
      pipelined: await env.CALLEE.counter().add(5),
      thrown: await env.CALLEE.fail().catch(String),
      admin: await (await env.ADMIN.fetch("https://any")).text(),
      who: await env.ADMIN.who(),
    });
  },
};`;

test("a Worker calls another: fetch, methods, objects that it gives, named entrypoints with props", async () => {
  await cloud.put("callee", CALLEE);
  const bindings = [
    { type: "service", name: "CALLEE", service: "callee" },
    { type: "service", name: "ADMIN", service: "callee", entrypoint: "Admin", props: { who: "caller" } },
  ];
  await cloud.put("caller", CALLER, { bindings });
  expect(await (await cloud.fetch("caller", "/")).json()).toEqual({
    fetched: "fetched /path",
    sum: 3,
    counted: 3,
    pipelined: 5,
    thrown: "TypeError: not so",
    admin: "admin caller",
    who: "caller",
  });
});

test("a call reaches the version that is deployed when it is made", async () => {
  const version = (word: string) =>
    `import { WorkerEntrypoint } from "cloudflare:workers";
    export default class extends WorkerEntrypoint { word() { return "${word}"; } }`;
  await cloud.put("changing", version("old"));
  await cloud.put(
    "asker",
    "export default { fetch: async (_, env) => new Response(await env.CHANGING.word()) };",
    { bindings: [{ type: "service", name: "CHANGING", service: "changing" }] },
  );
  expect(await (await cloud.fetch("asker", "/")).text()).toBe("old");
  const next = await cloud.version("changing", version("new"));
  await cloud.deploy("changing", { [next]: 100 });
  expect(await (await cloud.fetch("asker", "/")).text()).toBe("new");
});

test("a binding to a Worker that is not there: 10143; to itself, even while it is made: fine", async () => {
  const bound = (service: string) => ({ bindings: [{ type: "service", name: "IT", service }] });
  const code = `export default {
    fetch: (request, env) => (request.url.endsWith("/end") ? new Response("end") : env.IT.fetch("https://it/end")),
  };`;
  expect(await cloud.put("alone", code, bound("nobody"))).toMatchObject({ errors: [{ code: 10143 }] });
  expect(await cloud.put("alone", code, bound("alone"))).toMatchObject({ success: true });
  expect(await (await cloud.fetch("alone", "/")).text()).toBe("end");
});

test("a Worker calls another by service binding", async () => {
  await cloud.put(
    "callee",
    "export default { fetch: async (r) => new Response('heard ' + (await r.text())) };",
  );
  await cloud.put(
    "caller",
    "export default { fetch: (_, env) => env.OTHER.fetch('http://any/', { method: 'POST', body: 'you' }) };",
    { bindings: [{ type: "service", name: "OTHER", service: "callee" }] },
  );
  expect(await (await cloud.fetch("caller", "/")).text()).toBe("heard you");
});

test("no header of a Worker's leads its call to anything but what it is bound to", async () => {
  const jwt = await cloud.assets("guarded", { "/index.html": "another Worker's asset" });
  await cloud.put("guarded", "export default { fetch: () => new Response('another Worker') };", {
    assets: { jwt },
  });
  const listed = await cloud.api("GET", "/workers/scripts/guarded/versions");
  const [version] = z
    .object({ items: z.array(z.looseObject({ id: z.string() })) })
    .parse(listed.result).items;
  await cloud.put(
    "bound",
    `export default {
      fetch: ({ headers }) => Response.json([...headers.keys()].filter((name) => name.startsWith("x-emulator"))),
    };`,
  );
  const headers = {
    "x-emulator-assets": version?.id,
    "x-emulator-service": "guarded",
    "x-emulator-loopback": `assets ${version?.id}`,
    "x-emulator-secret": "x",
  };
  const own = await cloud.assets("asking", { "/index.html": "own asset" });
  await cloud.put(
    "asking",
    `const init = { headers: ${JSON.stringify(headers)} };
    const ask = async (binding) => (await binding.fetch("https://any/", init)).text();
    export default { fetch: async (_, env) => Response.json([await ask(env.BOUND), await ask(env.ASSETS)]) };`,
    {
      assets: { jwt: own, config: { run_worker_first: true } },
      bindings: [
        { type: "service", name: "BOUND", service: "bound" },
        { type: "assets", name: "ASSETS" },
      ],
    },
  );
  expect(await (await cloud.fetch("asking", "/")).json()).toEqual(["[]", "own asset"]);
});
