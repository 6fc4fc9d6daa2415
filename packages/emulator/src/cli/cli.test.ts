import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { callsTo, says, temporaryFolder } from "../testing/test-cloud.ts";

let dir: string;
beforeEach(() => {
  dir = temporaryFolder();
});
afterEach(async () => {
  await cli("stop");
  rmSync(dir, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "main.ts"), ...args], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, out, err };
}
const cli = (command: string, ...args: string[]) => run(command, "--dir", dir, ...args);

const Running = z.object({
  running: z.literal(true),
  apiUrl: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/),
  workersUrl: z.string().regex(/^http:\/\/localhost:\d+$/),
  token: z.string(),
  accountId: z.string().regex(/^[0-9a-f]{32}$/),
  dir: z.string(),
});
const start = async (...args: string[]) =>
  Running.parse(JSON.parse((await cli("start", "--detach", "--json", ...args)).out));
const stopped = () => ({ running: false, apiUrl: null, workersUrl: null, token: null, accountId: null, dir });

test("start, status, start again, stop, stop again", async () => {
  const started = await start();
  expect(JSON.parse((await cli("status", "--json")).out)).toEqual(started);
  const again = await cli("start", "--json");
  expect([again.code, JSON.parse(again.out)]).toEqual([0, started]);
  expect((await cli("status")).out).toContain(`export CLOUDFLARE_BASE_URL=${started.apiUrl}`);
  expect(statSync(join(dir, "identity.json")).mode & 0o777).toBe(0o600);

  const stop = await cli("stop", "--json");
  expect([stop.code, JSON.parse(stop.out)]).toEqual([0, stopped()]);
  expect(readFileSync(join(dir, "emulator.log"), "utf8")).toMatch(/^The emulator is ready: .*\n$/);
  expect((await cli("stop")).code).toBe(0);
  expect(JSON.parse((await cli("status", "--json")).out)).toEqual(stopped());
});

test("several starts at once make one emulator", async () => {
  const [first, ...others] = await Promise.all([start(), start(), start()]);
  expect(others).toEqual([first, first]);
});

test("kill -9 loses nothing that was acknowledged and leaves no workerd behind", async () => {
  const started = await start();
  const account = `${started.apiUrl}/accounts/${started.accountId}`;
  const headers = { authorization: `Bearer ${started.token}` };
  const call = async (method: string, path: string, body?: string | FormData) => {
    const response = await fetch(account + path, { method, headers, ...(body !== undefined && { body }) });
    return response.text();
  };
  const visit = async () => (await fetch(started.workersUrl.replace("://", "://counter."))).text();
  const sockets = () => readdirSync(tmpdir()).filter((name) => name.startsWith("kit-emu-"));
  const made = await call("POST", "/d1/database", '{"name":"kept"}');
  const query = `/d1/database/${/"uuid":"([^"]+)"/.exec(made)?.[1]}/query`;
  await call("POST", "/r2/buckets", '{"name":"kept"}');
  await call("PUT", "/r2/buckets/kept/objects/x", "an object");
  await call("POST", query, '{"sql":"CREATE TABLE t (a); INSERT INTO t VALUES (\'a row\')"}');
  const queue = `/queues/${/"queue_id":"([^"]+)"/.exec(await call("POST", "/queues", '{"queue_name":"kept"}'))?.[1]}`;
  await call("POST", `${queue}/messages`, '{"body":"a message","content_type":"text"}');
  await call("PUT", "/workers/scripts/counter", counter());
  expect(await visit()).toBe("1");
  const open = sockets();

  const { pid } = z
    .object({ pid: z.number() })
    .parse(JSON.parse(readFileSync(join(dir, "running.json"), "utf8")));
  process.kill(pid, "SIGKILL");
  await expect.poll(() => workerdsOf(dir)).toEqual([]);
  expect(JSON.parse((await cli("status", "--json")).out)).toEqual(stopped());

  await expect.poll(() => sockets().filter((name) => open.includes(name)).length).toBeLessThan(open.length);
  expect(await start()).toEqual(started);
  expect(await visit()).toBe("2");
  await call("POST", `${queue}/consumers`, '{"type":"http_pull"}');
  expect(await call("POST", `${queue}/messages/pull`, "{}")).toContain('"body":"a message"');
  expect(await call("GET", "/r2/buckets/kept/objects/x")).toBe("an object");
  expect(await call("POST", query, '{"sql":"SELECT a FROM t"}')).toContain('"results":[{"a":"a row"}]');
});

test("an emulator whose folder was deleted stops", async () => {
  await start();
  rmSync(dir, { recursive: true, force: true });
  await expect.poll(() => workerdsOf(dir), { timeout: 5_000 }).toEqual([]);
});

test("--reset forgets everything, and nothing else that lies in the folder", async () => {
  const before = await start();
  expect((await cli("start", "--detach", "--reset")).code).toBe(1);
  await cli("stop");
  await Bun.write(join(dir, "mine.txt"), "mine");
  await Bun.write(join(dir, "objects/x/y.sqlite"), "an object");
  const after = await start("--reset");
  expect(after.token).not.toBe(before.token);
  expect(existsSync(join(dir, "mine.txt"))).toBe(true);
  expect(existsSync(join(dir, "objects/x"))).toBe(false);
});

test("status shows a person each Worker's address and split", async () => {
  const started = await start();
  const { put, version, deploy } = callsTo(started);
  expect((await cli("status")).out).toContain("No Workers yet.");
  await put("shop", says("one"));
  const [one, two] = [await version("shop", says("one")), await version("shop", says("two"))];
  await deploy("shop", { [one]: 90, [two]: 10 });
  const { port } = new URL(started.apiUrl);
  expect((await cli("status")).out).toContain(
    `http://shop.localhost:${port}   ${one.slice(0, 8)} 90%, ${two.slice(0, 8)} 10%`,
  );
});

test("fire runs a cron trigger, and says how the Worker took it", async () => {
  const started = await start();
  const form = new FormData();
  form.append("metadata", '{"main_module":"w.js","compatibility_date":"2026-04-01"}');
  const code = "export default { scheduled({ cron }) { if (cron === '1 1 1 1 *') throw new Error('no'); } };";
  form.append("w.js", new Blob([code], { type: "application/javascript+module" }), "w.js");
  await fetch(`${started.apiUrl}/accounts/${started.accountId}/workers/scripts/timed`, {
    method: "PUT",
    headers: { authorization: `Bearer ${started.token}` },
    body: form,
  });
  const fire = (...args: string[]) => run("fire", ...args, "--dir", dir);
  expect(await fire("timed", "0 * * * *")).toMatchObject({ code: 0, out: "timed took 0 * * * *: ok\n" });
  expect(await fire("timed", "1 1 1 1 *", "--json")).toMatchObject({
    code: 1,
    out: '{"script":"timed","cron":"1 1 1 1 *","outcome":"exception"}\n',
  });
  expect((await fire("nobody", "0 * * * *")).err).toContain("There is no Worker nobody");
  expect((await fire("timed")).code).toBe(2);
});

test.each([
  [["start", "--nope"], "Unknown option '--nope'"],
  [["launch"], '"launch" is not a command'],
  [[], "A command is missing"],
  [["status", "--detach"], "--detach belongs to start"],
  [["start", "--port", "0"], "--port wants a number"],
])("%j is a usage error", async (args, words) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(words);
});

test("--help leads with examples", async () => {
  const { code, out } = await run("--help");
  expect([code, out.startsWith("Examples:")]).toEqual([0, true]);
});

/** An upload of a Worker whose one Durable Object counts visits. */
function counter(): FormData {
  const code = `import { DurableObject } from "cloudflare:workers";
  export class Counter extends DurableObject {
    async add() {
      const visits = ((await this.ctx.storage.get("visits")) ?? 0) + 1;
      await this.ctx.storage.put("visits", visits);
      return visits;
    }
  }
  export default { fetch: async (_, env) => new Response(await env.COUNTERS.getByName("one").add()) };`;
  const metadata = {
    main_module: "worker.js",
    compatibility_date: "2026-04-01",
    bindings: [{ type: "durable_object_namespace", name: "COUNTERS", class_name: "Counter" }],
    migrations: { new_tag: "v1", new_sqlite_classes: ["Counter"] },
  };
  const form = new FormData();
  form.append("metadata", JSON.stringify(metadata));
  form.append("worker.js", new Blob([code], { type: "application/javascript+module" }), "worker.js");
  return form;
}

function workerdsOf(folder: string): string[] {
  const list = Bun.spawnSync(["ps", "-eo", "args"]).stdout.toString();
  return list.split("\n").filter((line) => line.includes("workerd") && line.includes(folder));
}
