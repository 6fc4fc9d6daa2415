import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Emulator, startEmulator } from "../../server/emulator.ts";
import { callsTo, temporaryFolder } from "../../testing/test-cloud.ts";

/** Says hello as a client of PostgreSQL does, or waits to be greeted as one of MySQL, and tells what it was told. */
const CLIENT = `
import { DurableObject } from "cloudflare:workers";
import { connect } from "cloudflare:sockets";
async function talk({ DB }, path) {
  const { host: hostname, port, user, password, database, connectionString } = DB;
  try {
    const socket = connect({ hostname, port });
    const hello = new TextEncoder().encode("user " + user + " of " + database);
    if (path !== "/listen") await socket.writable.getWriter().write(hello);
    const { value } = await socket.readable.getReader().read();
    const heard = new TextDecoder().decode(value);
    return Response.json({ heard, port, user, password, database, connectionString, hostname });
  } catch (error) {
    return Response.json({ failed: String(error) });
  }
}
export class Keeper extends DurableObject {
  fetch(request) { return talk(this.env, new URL(request.url).pathname); }
}
export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    return env.KEEPER && pathname === "/kept" ? env.KEEPER.getByName("one").fetch(request) : talk(env, pathname);
  },
};`;
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const PASSWORD = "p-4ssw0rd-shown-to-nobody";

let cloud: Emulator & ReturnType<typeof callsTo>;
const log: string[] = [];
const servers: Server[] = [];
const dir = temporaryFolder();
const start = async () => {
  const emulator = await startEmulator({ dir, log: (line) => log.push(line) });
  cloud = { ...emulator, ...callsTo(emulator) };
};
beforeAll(start);
afterAll(async () => {
  for (const server of servers) server.close();
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A server on this machine. @returns its port */
async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    serve(socket);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return z.object({ port: z.number() }).parse(server.address()).port;
}

/** Plays PostgreSQL as far as the first words: says whether it has TLS, then who greeted it. */
const postgres = (name: string) =>
  listen((socket) =>
    socket.once("data", (asked) => {
      if (!TLS_REQUEST.equals(Buffer.from(asked))) return socket.end("not asked for TLS");
      socket.once("data", (hello) => socket.end(`${name} heard ${hello}`));
      socket.write("N");
    }),
  );

const origin = (port: number, more: object = {}) => ({
  scheme: "postgres",
  host: "127.0.0.1",
  port,
  database: "shop",
  user: "reader",
  password: PASSWORD,
  ...more,
});
const configure = async (name: string, settings: object) => {
  const { result, errors } = await cloud.api("POST", "/hyperdrive/configs", { name, ...settings });
  expect(errors).toEqual([]);
  return z.object({ id: z.string() }).parse(result).id;
};
const deploy = (script: string, id: string, more: { bindings: object[] } = { bindings: [] }) =>
  cloud.put(script, CLIENT, {
    ...more,
    bindings: [{ type: "hyperdrive", name: "DB", id }, ...more.bindings],
  });
const ask = async (script: string, path = "/") => (await cloud.fetch(script, path)).json();

describe("a Worker's binding", () => {
  test("has what a client needs, and leads to the database", async () => {
    const id = await configure("plain", { origin: origin(await postgres("first")) });
    expect((await deploy("plain", id)).errors).toEqual([]);
    const answer = z
      .object({ connectionString: z.string() })
      .loose()
      .parse(await ask("plain"));
    expect(answer).toMatchObject({
      heard: "first heard user reader of shop",
      port: 5432,
      user: "reader",
      password: PASSWORD,
      database: "shop",
      hostname: expect.stringMatching(/\.hyperdrive\.local$/),
    });
    expect(answer.connectionString).toBe(
      `postgres://reader:${PASSWORD}@${answer.hostname}:5432/shop?sslmode=disable`,
    );
  });

  test("follows the configuration, in a version that serves and in its objects", async () => {
    const id = await configure("moving", { origin: origin(await postgres("first")) });
    const binding = { type: "durable_object_namespace", name: "KEEPER", class_name: "Keeper" };
    const put = await cloud.put("moving", CLIENT, {
      bindings: [{ type: "hyperdrive", name: "DB", id }, binding],
      migrations: { new_tag: "v1", new_sqlite_classes: ["Keeper"] },
    });
    expect(put.errors).toEqual([]);
    for (const path of ["/", "/kept"]) {
      expect(await ask("moving", path)).toMatchObject({ heard: "first heard user reader of shop" });
    }
    const port = await postgres("second");
    await cloud.api("PATCH", `/hyperdrive/configs/${id}`, {
      origin: { host: "localhost", port, user: "writer" },
    });
    for (const path of ["/", "/kept"]) {
      expect(await ask("moving", path)).toMatchObject({ heard: "second heard user writer of shop" });
    }
    await cloud.api("DELETE", `/hyperdrive/configs/${id}`);
    expect(await ask("moving")).not.toHaveProperty("user", "writer");
  });

  test("is refused when its configuration is not there, and touches nothing", async () => {
    expect(await deploy("lost", "0".repeat(32))).toMatchObject({ status: 400, errors: [{ code: 10021 }] });
    expect(await cloud.api("GET", "/workers/scripts/lost/settings")).toMatchObject({ status: 404 });
  });

  test("leads to MySQL, which speaks first", async () => {
    const port = await listen((socket) => socket.end("\n8.4.0-mysql"));
    const id = await configure("mysql", { origin: origin(port, { scheme: "mysql" }) });
    await deploy("mysql", id);
    expect(await ask("mysql", "/listen")).toMatchObject({ heard: "\n8.4.0-mysql", port: 3306 });
  });
});

describe("TLS", () => {
  test("is spoken where the database has it", async () => {
    const { promise: hello, resolve } = Promise.withResolvers<Buffer>();
    const port = await listen((socket) =>
      socket.once("data", () => {
        socket.once("data", (bytes) => {
          resolve(Buffer.from(bytes));
          socket.destroy();
        });
        socket.write("S");
      }),
    );
    await deploy("secret", await configure("secret", { origin: origin(port) }));
    await ask("secret");
    // The first byte of a TLS handshake: RFC 8446, section 5.1.
    expect((await hello).at(0)).toBe(22);
  });

  test("is insisted on when it is required", async () => {
    const settings = { origin: origin(await postgres("bare")), mtls: { sslmode: "require" } };
    await deploy("strict", await configure("strict", settings));
    expect(JSON.stringify(await ask("strict"))).not.toContain("bare heard");
    expect(log.join("\n")).toContain("it has no TLS");
  });
});

test("the password is kept, and never given back nor written to the log", async () => {
  const id = await configure("quiet", { origin: origin(await postgres("kept")) });
  const path = `/hyperdrive/configs/${id}`;
  await deploy("quiet", id);
  const answers = [
    await cloud.api("GET", "/hyperdrive/configs"),
    await cloud.api("GET", path),
    await cloud.api("PATCH", path, { name: "quieter" }),
    await cloud.api("POST", `${path}/restart`),
    await cloud.api("GET", "/workers/scripts/quiet/settings"),
  ];
  for (const { success } of answers) expect(success).toBe(true);
  expect(JSON.stringify(answers)).not.toContain(PASSWORD);
  await cloud.close();
  await start();
  expect(await ask("quiet")).toMatchObject({ heard: "kept heard user reader of shop", password: PASSWORD });
  expect(log.join("\n")).not.toContain(PASSWORD);
});

describe("a configuration", () => {
  test("has Cloudflare's defaults, and keeps or resets them as there", async () => {
    const id = await configure("defaults", { origin: origin(1, { port: undefined }) });
    const path = `/hyperdrive/configs/${id}`;
    expect(await cloud.api("GET", path)).toMatchObject({
      result: {
        origin: { port: 5432 },
        caching: { disabled: false, max_age: 60, stale_while_revalidate: 15 },
        origin_connection_limit: 60,
      },
    });
    const change = { caching: { max_age: 5 }, mtls: { sslmode: "require" }, origin_connection_limit: 7 };
    expect(await cloud.api("PATCH", path, change)).toMatchObject({
      result: { ...change, caching: { max_age: 5, stale_while_revalidate: 15 } },
    });
    expect(await cloud.api("PUT", path, { name: "defaults", origin: origin(2) })).toMatchObject({
      result: { ...change, origin: { port: 2 }, caching: { max_age: 60 } },
    });
  });

  test.each([
    ["a database behind a tunnel", { service_id: "x" }, {}],
    ["a host with a path", { host: "db/example" }, {}],
    ["no password", { password: undefined }, {}],
    ["certificates", {}, { mtls: { sslmode: "verify-full" } }],
    ["MySQL by TLS", { scheme: "mysql" }, { mtls: { sslmode: "require" } }],
  ])("is refused for %s", async (_, fields, settings) => {
    const asked = { name: "refused", origin: origin(1, fields), ...settings };
    const answer = await cloud.api("POST", "/hyperdrive/configs", asked);
    expect(answer).toMatchObject({ status: 400, success: false });
    expect(JSON.stringify(answer)).not.toContain(PASSWORD);
  });

  test("has a name of its own; one that is not there is not found", async () => {
    await configure("only", { origin: origin(1) });
    const again = await cloud.api("POST", "/hyperdrive/configs", { name: "only", origin: origin(1) });
    expect(again).toMatchObject({ status: 409, errors: [{ code: 2017 }] });
    expect(await cloud.api("DELETE", `/hyperdrive/configs/${"0".repeat(32)}`)).toMatchObject({ status: 404 });
  });
});
