import { afterAll, beforeAll, expect, test } from "vitest";
import { besideMessage } from "../core/beside.ts";
import { Trial, tag } from "./trial.fixture.ts";

let trial: Trial;
beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

/** Stands before the account and tells of each call that it has answered, before the answer is passed on. */
function wiretap(onAnswered: (call: string) => void) {
  const { origin } = new URL(trial.account.apiUrl);
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      for (const name of ["host", "accept-encoding"]) headers.delete(name);
      const body = request.body === null ? {} : { body: await request.arrayBuffer() };
      const answer = await fetch(`${origin}${pathname}${search}`, {
        method: request.method,
        headers,
        ...body,
      });
      const bytes = await answer.arrayBuffer();
      onAnswered(`${request.method} ${pathname.split("/").at(-1)}`);
      return new Response(bytes, { status: answer.status, headers: { "Content-Type": "application/json" } });
    },
  });
  return { apiUrl: `http://127.0.0.1:${server.port}/client/v4`, close: () => server.stop(true) };
}

/**
 * Runs a release that is killed once the account has answered its n-th call; 0 when it ended before that.
 * @param isCounted which calls count, told as `PUT shop-prod`: all of them, as a rule
 */
async function runUntilCall(
  nth: number,
  folder: string,
  args: string[],
  options: { release: string; serving?: { release: string; folder: string } },
  isCounted: (call: string) => boolean = () => true,
): Promise<number> {
  let left = nth;
  let kill = () => {};
  const tap = wiretap((call) => {
    left -= isCounted(call) ? 1 : 0;
    if (left === 0) kill();
  });
  const onStart = (end: () => void) => {
    kill = end;
  };
  const { code } = await trial.alchemy(folder, args, { ...options, apiUrl: tap.apiUrl, onStart });
  await tap.close();
  return code;
}

/** Runs a release that is killed once the account has answered such calls, in that order. */
async function runUntilCalls(
  calls: readonly string[],
  folder: string,
  args: string[],
  options: { release: string; env: Record<string, string> },
): Promise<number> {
  const left = [...calls];
  let kill = () => {};
  const tap = wiretap((call) => {
    if (call === left[0]) left.shift();
    if (left.length === 0) kill();
  });
  const onStart = (end: () => void) => {
    kill = end;
  };
  const { code } = await trial.alchemy(folder, args, { ...options, apiUrl: tap.apiUrl, onStart });
  await tap.close();
  return code;
}

test("killed after any of its calls, a release run again is whole, and nothing is there twice", async () => {
  const folder = await trial.makeApp("crash");
  const release = tag(1);
  let call = 0;
  let code: number;
  do {
    call += 1;
    const args = ["--stage", `c${call}`];
    code = await runUntilCall(call, folder, args, { release });
    const again = await trial.alchemy(folder, [...args, "--adopt"], { release });
    expect(again, `killed after call ${call}`).toMatchObject({ code: 0 });
    expect(await trial.tags(`crash-c${call}`)).toEqual([release, "kit-placeholder"]);
    expect(await trial.live(`crash-c${call}`)).toEqual([["kit-placeholder", 100]]);
    expect((await trial.databases()).filter((it) => it === `crash-c${call}-db`)).toHaveLength(1);
  } while (code !== 0);
  expect(call).toBeGreaterThan(15);
}, 180_000);

test("killed after any of its calls, a release and its companion run again are whole, and each is there once", async () => {
  const script = "kill-staging";
  const asset = (name: string) => ({ files: { [`dist/client/assets/index-${name}.js`]: name } });
  const [first, next] = await Promise.all([
    trial.makeApp("kill", asset("AAAAAAAA")),
    trial.makeApp("kill", asset("BBBBBBBB")),
  ]);
  const serving = { release: tag(1), folder: first };
  const args = ["--stage", "staging"];
  expect(await trial.alchemy(first, args, { release: tag(1) })).toMatchObject({ code: 0 });
  await trial.shift(script, tag(1));

  let call = 0;
  let code: number;
  do {
    call += 1;
    const before = await trial.versions(script);
    const release = { release: tag(call + 1), serving };
    code = await runUntilCall(call, next, args, release);
    const again = await trial.alchemy(next, [...args, "--adopt"], release);
    expect(again, `killed after call ${call}`).toMatchObject({ code: 0 });
    const made = (await trial.versions(script)).slice(0, -before.length);
    expect(made.map((version) => [version.tag, version.message])).toEqual([
      [release.release, besideMessage(tag(1))],
      [tag(1), besideMessage(release.release)],
    ]);
    expect(await trial.live(script)).toEqual([[tag(1), 100]]);
  } while (code !== 0);
  expect(call).toBeGreaterThan(10);
}, 180_000);

const isChange = (call: string) => !call.startsWith("GET ");

const resources = (app: string) => `
  await KVNamespace("kv", { title: \`${app}-\${app.stage}-kv\` });
  await R2Bucket("files", { name: \`${app}-\${app.stage}-files\` });
  await Queue("jobs", { name: \`${app}-\${app.stage}-jobs\` });`;

test("killed after any change that it made, a release is destroyed with all that it had begun", async () => {
  const folder = await trial.makeApp("begun", { extra: resources("begun") });
  const mine = async () => (await trial.everything()).filter((name) => name.startsWith("begun-"));
  let call = 0;
  let code: number;
  do {
    call += 1;
    code = await runUntilCall(call, folder, ["--stage", `b${call}`], { release: tag(1) }, isChange);
    const { destroyed } = await trial.destroy(folder, `b${call}`);
    expect(destroyed, `killed after call ${call}`).toEqual({ left: [], kept: [] });
    expect(await mine(), `killed after call ${call}`).toEqual([]);
  } while (code !== 0);
  expect(call).toBeGreaterThan(12);
}, 240_000);

test("killed after any change that it made, a destruction that is run again leaves nothing", async () => {
  const folder = await trial.makeApp("going", { extra: resources("going") });
  const mine = async () => (await trial.everything()).filter((name) => name.startsWith("going-"));
  let call = 0;
  let code: number;
  do {
    call += 1;
    const stage = `g${call}`;
    expect(await trial.alchemy(folder, ["--stage", stage], { release: tag(1) })).toMatchObject({ code: 0 });
    code = await runUntilCall(call, folder, ["--stage", stage, "--destroy"], { release: tag(1) }, isChange);
    const { destroyed } = await trial.destroy(folder, stage);
    expect(destroyed, `killed after call ${call}`).toEqual({ left: [], kept: [] });
    expect(await mine(), `killed after call ${call}`).toEqual([]);
  } while (code !== 0);
  expect(call).toBeGreaterThan(6);
}, 240_000);
test("killed while it uploads anew with other values, a release run again is there with them, and then no more", async () => {
  const script = "values-staging";
  const folder = await trial.makeApp("values");
  const args = ["--stage", "staging"];
  const having = (value: string) => ({
    release: tag(1),
    env: { KIT_VALUES: JSON.stringify({ digests: { KEY: value }, unnamed: [] }) },
  });
  const record = `PUT ${script}.json`;
  const upload = `POST versions`;
  expect(await trial.alchemy(folder, args, having("first"))).toMatchObject({ code: 0 });

  for (const last of [[record], [record, upload], [record, upload, record]]) {
    const values = having(last.join());
    const before = await trial.tags(script);
    expect(await runUntilCalls(last, folder, args, values), last.join()).not.toBe(0);
    expect(await trial.alchemy(folder, [...args, "--adopt"], values)).toMatchObject({ code: 0 });
    const after = await trial.tags(script);
    expect(after.length, last.join()).toBeGreaterThan(before.length);
    expect(await trial.alchemy(folder, args, values)).toMatchObject({ code: 0 });
    expect(await trial.tags(script), last.join()).toEqual(after);
  }
}, 60_000);
