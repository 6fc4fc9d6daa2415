import { afterAll, beforeAll, expect, test } from "vitest";
import { Trial, tag } from "./trial.fixture.ts";

let trial: Trial;
beforeAll(async () => {
  trial = await Trial.start();
});
afterAll(() => trial.stop());

/** Stands before the account and tells of each call that it has answered, before the answer is passed on. */
function wiretap(onAnswered: () => void) {
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
      onAnswered();
      return new Response(bytes, { status: answer.status, headers: { "Content-Type": "application/json" } });
    },
  });
  return { apiUrl: `http://127.0.0.1:${server.port}/client/v4`, close: () => server.stop(true) };
}

/** Runs a release that is killed once the account has answered its n-th call; 0 when it ended before that. */
async function runUntilCall(nth: number, folder: string, args: string[], release: string): Promise<number> {
  let left = nth;
  let kill = () => {};
  const tap = wiretap(() => {
    left -= 1;
    if (left === 0) kill();
  });
  const onStart = (end: () => void) => {
    kill = end;
  };
  const { code } = await trial.alchemy(folder, args, { release, apiUrl: tap.apiUrl, onStart });
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
    code = await runUntilCall(call, folder, args, release);
    const again = await trial.alchemy(folder, [...args, "--adopt"], { release });
    expect(again, `killed after call ${call}`).toMatchObject({ code: 0 });
    expect(await trial.tags(`crash-c${call}`)).toEqual([release, "kit-placeholder"]);
    expect(await trial.live(`crash-c${call}`)).toEqual([["kit-placeholder", 100]]);
    expect((await trial.databases()).filter((it) => it === `crash-c${call}-db`)).toHaveLength(1);
  } while (code !== 0);
  expect(call).toBeGreaterThan(15);
}, 180_000);
