import { expect, test } from "vitest";
import { prod } from "../../simulation/app.ts";
import { type Command, carryOut } from "../../simulation/commands.ts";
import { FaultPlan } from "../../simulation/fault-plan.ts";
import { Random } from "../../simulation/random.ts";
import { Table } from "../../simulation/table.ts";
import { longerThanALease, World } from "../../simulation/world.ts";
import { setBarrier } from "../barrier.ts";
import { resume } from "../resume.ts";
import { runDrift } from "./runs.ts";

const week = 7 * 24 * 60 * 60_000;
const ship: Command = { kind: "ship", health: {} };

/** A world in which those commands were carried out, and what `kit` finds on opening it. */
async function after(...commands: Command[]) {
  const world = new World(new Random(1), new FaultPlan([], new Table()));
  for (const command of commands)
    await carryOut(world, await world.engine(world.start("ada", "laptop")), command);
  const open = () => world.engine(world.start("bob", "ci"));
  return { world, open };
}

const found = async (open: () => ReturnType<World["engine"]>) =>
  runDrift(await open()).map(({ kind, text }) => ({ kind, text }));

test("a run that waits is worth a word after a week", async () => {
  const { world, open } = await after(ship, { kind: "promote" });
  expect(await found(open)).toEqual([]);
  world.clock.pass(week + 1);
  expect(await found(open)).toMatchObject([{ kind: "run-waits-long" }]);
});

test("a runner that keeps its lease and gets nowhere is told, with its process", async () => {
  const { world, open } = await after(ship);
  const engine = await world.engine(world.start("ada", "laptop"));
  const [reached, stuck] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const prepare = () => {
    reached.resolve();
    return stuck.promise;
  };
  const under = carryOut(world, { ...engine, migrations: { ...engine.migrations, prepare } }, ship);
  await reached.promise;
  await world.spend(31 * 60_000);
  expect(await found(open)).toMatchObject([
    { kind: "run-stuck", text: expect.stringMatching(/ada is at it \(laptop, process \d+\)/) },
  ]);
  stuck.resolve();
  await under;
  expect(await found(open)).toEqual([]);
});

test("a hold keeps a promotion from being gone on with, and nothing else", async () => {
  const { world, open } = await after(ship, { kind: "promote" });
  const engine = await open();
  await setBarrier(engine, prod, "hold", { place: true, reason: "the sale is on" });
  await expect(resume(engine)).rejects.toThrow("the sale is on");

  const dying = world.start("ada", "laptop");
  const shipping = await world.engine(dying);
  const migrations = {
    ...shipping.migrations,
    prepare: async () => {
      dying.isDead = true;
    },
  };
  await expect(carryOut(world, { ...shipping, migrations }, ship)).rejects.toThrow("dead");
  world.clock.pass(longerThanALease);
  const { runs, refused } = await resume(await open());
  expect(runs).toMatchObject([{ release: "v2", state: { kind: "ended", outcome: "succeeded" } }]);
  expect(refused).toMatchObject([{ message: expect.stringContaining("the sale is on") }]);
});
