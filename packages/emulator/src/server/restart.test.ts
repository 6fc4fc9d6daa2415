import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { says, startCloud, temporaryFolder } from "../testing/test-cloud.ts";
import { EmulatorRefused, startEmulator } from "./emulator.ts";

const dir = temporaryFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("everything survives a restart: Workers, splits, assets, data, token, account and port", async () => {
  const before = await startCloud(dir);
  await before.api("POST", "/r2/buckets", { name: "kept" });
  await before.api("PUT", "/r2/buckets/kept/objects/x", "object");
  await before.put("kept", says("one"));
  const jwt = await before.assets("kept", { "/page.txt": "asset" });
  const two = await before.version("kept", says("two"), { assets: { jwt } });
  await before.deploy("kept", { [two]: 100 });
  await before.close();

  const after = await startCloud(dir);
  try {
    expect([after.token, after.accountId, after.apiUrl]).toEqual([
      before.token,
      before.accountId,
      before.apiUrl,
    ]);
    expect(await (await after.fetch("kept", "/")).text()).toBe("two");
    expect(await (await after.fetch("kept", "/page.txt")).text()).toBe("asset");
    expect(await after.api("GET", "/r2/buckets/kept/objects")).toMatchObject({
      result: [{ key: "x", size: 6 }],
    });
    expect(await after.version("kept", says("three"))).not.toBe(two);
  } finally {
    await after.close();
  }
});

test("one folder has one emulator", async () => {
  const first = await startEmulator({ dir });
  try {
    await expect(startEmulator({ dir })).rejects.toThrow(EmulatorRefused);
  } finally {
    await first.close();
  }
});

test("a port that is taken is refused when it was asked for, and avoided when not", async () => {
  const other = temporaryFolder();
  const first = await startEmulator({ dir });
  const port = Number(new URL(first.workersUrl).port);
  try {
    await expect(startEmulator({ dir: other, port })).rejects.toThrow(`Port ${port} is taken`);
    const second = await startEmulator({ dir: other });
    expect(second.workersUrl).not.toBe(first.workersUrl);
    await second.close();
  } finally {
    await first.close();
    rmSync(other, { recursive: true, force: true });
  }
});
