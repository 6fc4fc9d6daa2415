import { rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator } from "./emulator.ts";
import { callsTo, says, startCloud, type TestCloud, temporaryFolder } from "./test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const ask = (headers: Record<string, string>, path = "/accounts") => fetch(cloud.apiUrl + path, { headers });
const bearer = () => ({ authorization: `Bearer ${cloud.token}` });

test("the API wants the token", async () => {
  expect((await ask({})).status).toBe(400);
  const wrong = await ask({ authorization: "Bearer wrong" });
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toMatchObject({ success: false, errors: [{ code: 10000 }] });
  expect((await ask(bearer())).status).toBe(200);
});

test("the API is no web page's to use: a foreign Origin is refused, token or not", async () => {
  for (const origin of ["https://evil.example", "null", "http://shop.localhost:8787"]) {
    expect((await ask({ ...bearer(), origin })).status).toBe(403);
  }
});

test("a foreign Host is refused, so that no name can be pointed here", async () => {
  expect((await ask({ ...bearer(), host: "evil.example" })).status).toBe(403);
  expect((await ask({ ...bearer(), host: "localhost.evil.example" })).status).toBe(403);
});

test("another account is refused", async () => {
  expect((await ask(bearer(), "/accounts/0123/d1/database")).status).toBe(403);
});

test("an unknown route says so, as Cloudflare does", async () => {
  const answer = await cloud.api("GET", "/vectorize/v2/indexes");
  expect(answer).toMatchObject({ status: 404, errors: [{ code: 7003 }] });
  expect(answer.errors[0]?.message).toContain("The emulator does not have GET");
});

test("a body that is not what it should be is refused with the field's name", async () => {
  expect(await cloud.api("POST", "/d1/database", "{")).toMatchObject({ status: 400 });
  const answer = await cloud.api("POST", "/d1/database", { name: 1 });
  expect(answer.errors[0]?.message).toContain("name: ");
});

test("the token verifies, and who is who is answered", async () => {
  expect(await (await ask(bearer(), "/user/tokens/verify")).json()).toMatchObject({
    result: { status: "active" },
  });
  expect(await (await ask(bearer())).json()).toMatchObject({ result: [{ id: cloud.accountId }] });
  expect(await cloud.api("GET", "/workers/subdomain")).toMatchObject({ result: { subdomain: "emulator" } });
});

test("the emulator's own headers cannot be forged by a visitor", async () => {
  await cloud.put("plain", says("plain"));
  const headers = { "x-emulator-assets": "x", "x-emulator-service": "plain", "x-emulator-secret": "x" };
  expect(await (await cloud.fetch("plain", "/", { headers })).text()).toBe("plain");
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one !== undefined && !one.internal && one.family === "IPv4");
if (!outside)
  console.warn("SKIPPED: whether other machines are let in, for this one has no address of theirs.");

test.skipIf(!outside)("only this machine can ask", async () => {
  const socket = connect({ host: outside?.address ?? "", port: Number(new URL(cloud.apiUrl).port) });
  const outcome = await new Promise<string>((resolve) => {
    socket.once("connect", () => resolve("let in"));
    socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
  socket.destroy();
  expect(outcome).toBe("ECONNREFUSED");
});

test("a secret is in no answer of the API and in no log, whatever goes wrong with its Worker", async () => {
  const dir = temporaryFolder();
  const lines: string[] = [];
  const emulator = await startEmulator({ dir, log: (line) => lines.push(line) });
  try {
    const { api, put, version } = callsTo(emulator);
    const secret = "correct-horse-battery-staple";
    const bindings = [{ type: "secret_text", name: "KEY", text: secret }];
    const answers: unknown[] = [await put("safe", says("safe"), { bindings })];
    const id = await version("safe", "export default { fetch() { throw new Error('seen'); } };", {
      bindings,
    });
    answers.push(await put("safe", "throw new Error('refused')", { bindings }));
    answers.push(await put("safe", says(""), { bindings: [{ type: "ai", name: "AI" }, ...bindings] }));
    answers.push(
      await api("PUT", "/workers/scripts/safe/secrets", { name: "", text: secret, type: "secret_text" }),
    );
    answers.push(
      await api("PUT", "/workers/scripts/safe/secrets", { name: "KEY", text: secret, type: "secret_text" }),
    );
    await emulator.fetch(`${id.slice(0, 8)}-safe`, "/");
    for (const path of [
      "",
      "/safe/settings",
      "/safe/versions",
      `/safe/versions/${id}`,
      "/safe/secrets",
      "/safe/secrets/KEY",
    ]) {
      answers.push(await api("GET", `/workers/scripts${path}`));
    }
    await expect.poll(() => lines.join("\n"), { timeout: 20_000 }).toContain("Uncaught Error: seen");
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(lines.join("\n")).not.toContain(secret);
  } finally {
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
