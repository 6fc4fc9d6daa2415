import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { COUNTING_WRITERS, type CountingWriter, Refused } from "../testing/counting-writers.ts";
import { EmulatorProcess, type RemoteCloud } from "../testing/emulator-process.ts";
import { temporaryFolder } from "../testing/test-cloud.ts";

/** How often the emulator is killed: `KIT_CHAOS_KILLS` for more. */
const KILLS = Number(process.env.KIT_CHAOS_KILLS ?? 20);
/**
 * The latest moment to be killed at after the writing began: in milliseconds, or in times that a first write of all
 * takes, for on a machine that has much to do none would be done by then.
 */
const LATEST = { milliseconds: 300, writes: 6 };

const dir = temporaryFolder();
const emulator = new EmulatorProcess(dir);
afterAll(async () => {
  await emulator.kill();
  rmSync(dir, { recursive: true, force: true });
});

test(`killed ${KILLS} times while it is written to, it has all that it acknowledged, and nothing by half`, async () => {
  const first = await emulator.start();
  await Promise.all(COUNTING_WRITERS.map((writer) => writer.prepare(first)));
  const begin = performance.now();
  await Promise.all(COUNTING_WRITERS.map((writer) => writer.write(first, 1)));
  const latest = Math.max(LATEST.milliseconds, LATEST.writes * (performance.now() - begin));
  const numbers = new Map(COUNTING_WRITERS.map((writer) => [writer, 1]));
  let cloud = first;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const writing = COUNTING_WRITERS.map((writer) => writeOn(writer, cloud, numbers));
    await Bun.sleep(Math.random() * latest);
    await emulator.kill();
    await Promise.all(writing);
    cloud = await emulator.start();
    for (const [writer, acknowledged] of numbers) {
      const number = await writer.read(cloud, acknowledged);
      // What was under way may have been done or not; nobody was told.
      expect([acknowledged, acknowledged + 1], `kill ${kill}, ${writer.name}`).toContain(number);
      numbers.set(writer, number);
    }
  }
  await emulator.kill();
  const left = () => commands().filter((command) => command.includes(dir));
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  for (const [writer, number] of numbers)
    expect(number, `${writer.name} never got to write`).toBeGreaterThan(1);
}, 600_000);

/** Writes one number after the other, until the emulator is gone. */
async function writeOn(
  writer: CountingWriter,
  cloud: RemoteCloud,
  numbers: Map<CountingWriter, number>,
): Promise<void> {
  for (let number = (numbers.get(writer) ?? 0) + 1; ; number += 1) {
    try {
      await writer.write(cloud, number);
    } catch (error) {
      if (error instanceof Refused) throw error;
      return;
    }
    numbers.set(writer, number);
  }
}

/** The command line of every process there is. */
function commands(): string[] {
  return Bun.spawnSync(["ps", "-A", "-ww", "-o", "command="]).stdout.toString().split("\n");
}
