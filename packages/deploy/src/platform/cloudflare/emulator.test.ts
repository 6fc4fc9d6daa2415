import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { emulatorCommand, emulatorStatus, type RunningEmulator, startEmulator } from "./emulator.ts";

let dir: string;
const asked: string[] = [];
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch({ url, headers }) {
    asked.push(new URL(url).pathname);
    return new Response(null, { status: headers.get("authorization") === "Bearer ours" ? 200 : 401 });
  },
});

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "emulator-status-"));
  asked.length = 0;
});
afterEach(async () => {
  await Bun.spawn(emulatorCommand(["stop", "--dir", dir]), { stdout: "ignore", stderr: "ignore" }).exited;
  rmSync(dir, { recursive: true, force: true });
});

function named(token: string): RunningEmulator {
  const apiUrl = `http://127.0.0.1:${server.port}/client/v4`;
  return { running: true, apiUrl, workersUrl: "http://localhost:1", token, accountId: "account", dir };
}
const write = (text: string) => writeFileSync(join(dir, "running.json"), text);

describe("the emulator that running.json names", () => {
  test("is the one that runs where it answers to the token in there, which takes one request", async () => {
    write(JSON.stringify({ ...named("ours"), pid: 1 }));
    expect(await emulatorStatus(dir)).toEqual(named("ours"));
    expect(asked).toEqual(["/client/v4/user/tokens/verify"]);
  });

  test("does not run where another one has its port, which does not know the token", async () => {
    write(JSON.stringify(named("another's")));
    expect(await emulatorStatus(dir)).toMatchObject({ running: false });
    expect(asked).toHaveLength(1);
  });

  test.each([
    "",
    "{",
    '{"running":true}',
    JSON.stringify({ ...named("ours"), apiUrl: "http://127.0.0.1:1/" }),
  ])("does not run where running.json says %j", async (text) => {
    write(text);
    expect(await emulatorStatus(dir)).toMatchObject({ running: false });
  });

  test("is found when it is one, and not once it was killed", async () => {
    const started = await startEmulator(dir);
    expect(await emulatorStatus(dir)).toEqual(started);
    const { pid } = z
      .object({ pid: z.number() })
      .parse(JSON.parse(readFileSync(join(dir, "running.json"), "utf8")));
    process.kill(pid, "SIGKILL");
    while ((await emulatorStatus(dir)).running);
    expect(await emulatorStatus(dir)).toMatchObject({ running: false, dir });
  });
});
