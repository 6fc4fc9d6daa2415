import { expect, test } from "vitest";
import { profileState } from "../ledger/state.ts";
import { Refusal } from "../names/user-error.ts";
import { staging } from "../simulation/app.ts";
import { carryOut } from "../simulation/commands.ts";
import { FaultPlan } from "../simulation/fault-plan.ts";
import { Random } from "../simulation/random.ts";
import { Table } from "../simulation/table.ts";
import { World } from "../simulation/world.ts";
import { rollback } from "./rollback.ts";

/** A world in which three releases were shipped to staging, and the way to open it. */
async function shipped() {
  const world = new World(new Random(1), new FaultPlan([], new Table()));
  const open = () => world.engine(world.start("ada", "laptop"));
  for (let release = 0; release < 3; release++)
    await carryOut(world, await open(), { kind: "ship", health: {} });
  return { world, open };
}

test.each(["latest-1", "v2"])(
  "of two who press the button at once for %s the second leaves what the first brought back",
  async (to) => {
    const { world, open } = await shipped();
    const [first, second] = [await open(), await open()];
    await rollback(first, staging, to);
    await expect(rollback(second, staging, to)).rejects.toBeInstanceOf(Refusal);
    expect([...world.oracle.state.bad.values()]).toEqual(["rolled back from staging to v2"]);
  },
);

test("who looked before the other came means to leave what was seen then", async () => {
  const { open } = await shipped();
  await rollback(await open(), staging, "latest-1");
  const [late, seen] = [await open(), "v3"];
  const v3 = [...late.ledger.state.releases.keys()].find((name) => name === seen);
  await expect(rollback(late, staging, "v1", v3)).rejects.toThrow("staging serves v2 by now, not v3");
});

test("a release whose version the platform no longer keeps is passed over", async () => {
  const { open } = await shipped();
  const engine = await open();
  const gone = [...profileState(engine.ledger.state, staging).uploads].filter(([, name]) => name === "v2");
  const platform = {
    ...engine.platform,
    versions: async (worker: string) => {
      const all = await engine.platform.versions(worker);
      return all.filter(({ id }) => !gone.some(([version]) => version === id));
    },
  };
  expect(await rollback({ ...engine, platform }, staging, "latest-1")).toMatchObject({ release: "v1" });
});
