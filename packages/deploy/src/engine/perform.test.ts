import { expect, test } from "vitest";
import { workerName } from "../config/index.ts";
import { app, staging } from "../simulation/app.ts";
import { carryOut } from "../simulation/commands.ts";
import { FaultPlan } from "../simulation/fault-plan.ts";
import { Random } from "../simulation/random.ts";
import { Table } from "../simulation/table.ts";
import { World } from "../simulation/world.ts";
import { perform } from "./perform.ts";

const worker = workerName(app, staging);
const secure = async () => {};

/** A world in which two releases were shipped to staging, and the second one's run. */
async function shipped() {
  const world = new World(new Random(1), new FaultPlan([], new Table()));
  for (let release = 0; release < 2; release++)
    await carryOut(world, await world.engine(world.start("ada", "laptop")), { kind: "ship", health: {} });
  const engine = await world.engine(world.start("ada", "laptop"));
  const run = [...engine.ledger.state.runs.values()].at(-1);
  const deployments = world.platform.scripts.get(worker)?.deployments;
  if (!run?.before || !deployments?.[0]) throw new Error("nothing was shipped");
  return { engine, run, before: run.before, live: deployments[0], deployments };
}

test("a shift that was made, though nobody heard of it, is not made again", async () => {
  const { engine, run, live, deployments } = await shipped();
  const count = deployments.length;
  const performed = await perform(engine, run, { kind: "shift", split: live.split }, { again: true, secure });
  expect(performed).toMatchObject({ kind: "done" });
  expect(deployments).toHaveLength(count);
});

test("the same split, as another run once made it, may be an old answer: it is not believed", async () => {
  const { engine, run, before, deployments } = await shipped();
  const stale = { split: before, message: "release r1: v1 by ada; ledger 3:abc" };
  const platform = { ...engine.platform, deployment: async () => stale };
  const effect = { kind: "shift", split: before } as const;
  await perform({ ...engine, platform }, run, effect, { again: true, secure });
  expect(deployments[0]).toMatchObject({ split: before, message: expect.stringContaining(`${run.id}: `) });
});
