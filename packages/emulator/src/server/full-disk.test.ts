import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { EmulatorProcess, type RemoteCloud } from "../testing/emulator-process.ts";
import { says, temporaryFolder } from "../testing/test-cloud.ts";

const MEGABYTE = 2 ** 20;
const disk = temporaryFolder();
const filler = join(disk, "filler");
/** Only root may mount a small disk, and only Linux has tmpfs. */
const mounted = mount(disk);
if (!mounted)
  console.warn("SKIPPED: what a full disk does, for a small disk can be mounted by root on Linux only.");

function mount(folder: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  return Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", folder]).success;
}

const emulator = new EmulatorProcess(join(disk, "emulator"));
afterAll(async () => {
  await emulator.kill();
  if (mounted) Bun.spawnSync(["umount", "--lazy", disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves not one byte. */
function fillDisk(): void {
  const file = openSync(filler, "w");
  for (let size = MEGABYTE; size >= 1; ) {
    try {
      writeSync(file, Buffer.alloc(size, 1));
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
}

const FULL = { status: 507, errors: [{ code: 10001, message: expect.stringContaining("disk is full") }] };
const big = "x".repeat(MEGABYTE);
/** Puts into a bucket by its binding. */
const WRITER = `export default {
  fetch: (_, { KEPT }) => KEPT.put("written", "x".repeat(${MEGABYTE})).then(
    () => new Response("taken"),
    (error) => new Response("refused: " + error),
  ),
};`;

test.skipIf(!mounted)(
  "a full disk gives errors, keeps what serves serving, and spoils nothing",
  async () => {
    const before = await emulator.start();
    const { version, values } = await fill(before);
    fillDisk();

    expect(await before.put("kept", `${says("three")} // ${big}`)).toMatchObject(FULL);
    expect(await before.put("new", `${says("new")} // ${big}`)).toMatchObject(FULL);
    expect(await before.api("PUT", "/r2/buckets/kept/objects/object", big)).toMatchObject({ success: false });
    expect(await before.api("PUT", `${values}/value`, big)).toMatchObject({ success: false });
    expect(await (await before.fetch("writer", "/")).text()).toMatch(/^refused: /);
    await namespacesUntilFull(before);
    await expectKept(before, version, values);

    await emulator.kill();
    await expectKept(await emulator.start(), version, values);
    await emulator.kill();
    rmSync(filler);
    const after = await emulator.start();
    await expectKept(after, version, values);
    expect(await after.put("kept", `${says("three")} // ${big}`)).toMatchObject({ success: true });
    expect(await (await after.fetch("kept", "/")).text()).toBe("three");
    expect(await after.api("PUT", `${values}/value`, "new")).toMatchObject({ success: true });
    expect(await (await after.fetch("writer", "/")).text()).toBe("taken");
  },
  120_000,
);

/** Puts something everywhere. */
async function fill(cloud: RemoteCloud) {
  await cloud.put("kept", says("one"));
  const jwt = await cloud.assets("kept", { "/page.txt": "asset" });
  const version = await cloud.version("kept", says("two"), { assets: { jwt } });
  await cloud.deploy("kept", { [version]: 100 });
  await cloud.api("POST", "/r2/buckets", { name: "kept" });
  await cloud.api("PUT", "/r2/buckets/kept/objects/object", "object");
  const { result } = await cloud.api("POST", "/storage/kv/namespaces", { title: "kept" });
  const values = `/storage/kv/namespaces/${z.looseObject({ id: z.string() }).parse(result).id}/values`;
  await cloud.api("PUT", `${values}/value`, "value");
  const bindings = [{ type: "r2_bucket", name: "KEPT", bucket_name: "kept" }];
  await cloud.put("writer", WRITER, { bindings });
  await cloud.fetch("writer", "/");
  return { version, values };
}

/** The log of the emulator's database has a little room of its own. */
async function namespacesUntilFull(cloud: RemoteCloud): Promise<void> {
  const titles = Array.from({ length: 1_000 }, (_, number) => `namespace ${number}`);
  for (const title of titles) {
    const answer = await cloud.api("POST", "/storage/kv/namespaces", { title });
    if (!answer.success) return expect(answer).toMatchObject(FULL);
  }
  throw new Error("The disk never got full.");
}

async function expectKept(cloud: RemoteCloud, version: string, values: string): Promise<void> {
  expect(await (await cloud.fetch("kept", "/")).text()).toBe("two");
  expect(await (await cloud.fetch("kept", "/page.txt")).text()).toBe("asset");
  expect((await cloud.fetch("new", "/")).status).toBe(404);
  expect(await cloud.download("/r2/buckets/kept/objects/object")).toBe("object");
  expect(await cloud.download(`${values}/value`)).toBe("value");
  expect(await cloud.api("GET", "/workers/scripts/kept/deployments")).toMatchObject({
    result: { deployments: [{ versions: [{ version_id: version }] }, {}] },
  });
}
