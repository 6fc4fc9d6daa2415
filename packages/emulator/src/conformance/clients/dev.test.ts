import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientEnvironment, runClient } from "../../testing/test-client.ts";
import { startCloud, type TestCloud } from "../../testing/test-cloud.ts";

let cloud: TestCloud;
// Within the package, so that the program finds alchemy.
const folder = mkdtempSync(join(import.meta.dirname, ".dev-"));
beforeAll(async () => {
  cloud = await startCloud();
  cpSync(join(import.meta.dirname, "fixtures/app"), folder, { recursive: true });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

test("alchemy dev runs beside the emulator: each serves its own", async () => {
  await runClient(cloud, folder, "alchemy.run.ts", "--stage", "deployed");
  const dev = Bun.spawn([process.execPath, "alchemy.run.ts", "--stage", "dev", "--local", "--dev"], {
    cwd: folder,
    env: clientEnvironment(cloud),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
  });
  try {
    const address = await addressIn(dev.stdout);
    const stageAt = async (url: string) => (await fetch(new URL("/api/all", url))).json();
    expect(await stageAt(address)).toMatchObject({ stage: "dev" });
    expect(await (await cloud.fetch("fixture-deployed", "/api/all")).json()).toMatchObject({
      stage: "deployed",
    });
    expect(new URL(address).port).not.toBe(new URL(cloud.workersUrl).port);
  } finally {
    dev.kill("SIGINT");
    await dev.exited;
  }
}, 60_000);

/** The address that `alchemy dev` prints once it serves. */
async function addressIn(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const bytes of output) {
    text += new TextDecoder().decode(bytes);
    const [address] = /http:\/\/localhost:\d+/.exec(text) ?? [];
    if (address) return address;
  }
  throw new Error(`alchemy dev ended:\n${text}`);
}
