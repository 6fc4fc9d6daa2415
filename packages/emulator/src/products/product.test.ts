import type { Database } from "bun:sqlite";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { ApiError, ok } from "../api/envelope.ts";
import { body, param } from "../api/request.ts";
import { openCloud } from "../server/cloud.ts";
import { serveEmulator } from "../server/http-server.ts";
import { callsTo, temporaryFolder } from "../testing/test-cloud.ts";
import { defineBinding, ownService } from "./define-binding.ts";
import { PRODUCTS } from "./index.ts";
import { Binding, type Product } from "./product.ts";

class Greetings {
  static readonly schema =
    "CREATE TABLE IF NOT EXISTS greeting (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;";
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  save(name: string, text: string): void {
    this.#database.run("INSERT OR REPLACE INTO greeting VALUES (?, ?)", [name, text]);
  }

  text(name: string): string | undefined {
    const select = "SELECT text FROM greeting WHERE name = ?";
    return this.#database.query<{ text: string }, [string]>(select).get(name)?.text;
  }
}

/** A product that Cloudflare does not have: all that there is to say of it is here. */
const greetings: Product = {
  name: "greetings",
  tables: [Greetings],
  bindings: [
    defineBinding("greeting", {
      schema: Binding.extend({ greeting: z.string() }),
      check: ({ greeting }, { store }) => {
        if (store.of(Greetings).text(greeting) === undefined) throw new ApiError(400, 1, "No such greeting.");
      },
      bind: (binding, { platform }) => {
        const target = `greeting ${binding.greeting}`;
        const { name, service } = ownService(binding, platform.loopback.service(target));
        return { binding: { name: binding.name, service: name }, service };
      },
    }),
  ],
  loopback: {
    target: "greeting",
    answer: async ({ store }, which) => new Response(store.of(Greetings).text(which)),
  },
  endpoints: (api) => {
    api.put("/accounts/:account/greetings/:name", async (c) => {
      const { text } = await body(c, z.object({ text: z.string() }));
      c.env.store.of(Greetings).save(param(c, "name"), text);
      return ok(c, { text });
    });
  },
};

test("a product is one object in a list: its tables, endpoints and bindings work with no other change", async () => {
  const dir = temporaryFolder();
  const log = () => undefined;
  const identity = { accountId: "0".repeat(32), token: "token", port: null };
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(dir, { recursive: true, force: true }));
  const { api, gateway } = await openCloud(
    { dir, identity, log, products: [...PRODUCTS, greetings] },
    opened,
  );
  const server = serveEmulator({ port: 0, api, gateway, log });
  opened.defer(() => server.stop(true));
  const cloud = callsTo({ ...identity, apiUrl: `http://127.0.0.1:${server.port}/client/v4` });

  const code = "export default { fetch: (_, env) => env.GREETING.fetch('https://any/') };";
  const bindings = [{ type: "greeting", name: "GREETING", greeting: "short" }];
  expect(await cloud.put("greeter", code, { bindings })).toMatchObject({
    errors: [{ message: "No such greeting." }],
  });
  expect(await cloud.api("PUT", "/greetings/short", { text: "hello" })).toMatchObject({ success: true });
  expect(await cloud.put("greeter", code, { bindings })).toMatchObject({ success: true });
  expect(await (await fetch(`http://greeter.localhost:${server.port}/`)).text()).toBe("hello");
});
