import { prod, staging } from "./app.ts";
import { type Command, carryOut } from "./commands.ts";
import { FaultPlan } from "./fault-plan.ts";
import { Random } from "./random.ts";
import { Table } from "./table.ts";
import { World } from "./world.ts";

const ship: Command = { kind: "ship", healthyIn: [staging, prod] };
const toProd: Command[] = [{ kind: "promote" }, { kind: "approve" }];

/** How far an app may have come when a story begins. */
const histories: readonly [Command[], ...Command[][]] = [
  [],
  [ship],
  [ship, { kind: "promote" }],
  [ship, ...toProd],
  [ship, ...toProd, ship],
  [ship, ...toProd, ship, { kind: "promote" }],
  [ship, ...toProd, ship, ...toProd],
  [ship, ...toProd, ship, ...toProd, { kind: "rollback", profile: prod, steps: 1 }, { kind: "clear" }],
  [ship, ...toProd, { kind: "ship", healthyIn: [staging] }, { kind: "promote" }],
];

/** The worlds that those lead to when nothing goes wrong. Stories start in copies of them. */
export const beginnings = await Promise.all(histories.map(worldAfter));

async function worldAfter(history: readonly Command[]): Promise<World> {
  const world = new World(new Random(0), new FaultPlan([], new Table()));
  for (const command of history) {
    const process = world.start("ada", "laptop");
    await carryOut(world, await world.engine(process), command);
    process.isDead = true;
  }
  if (world.oracle.violations.length > 0) throw new Error(world.oracle.violations.join("\n"));
  await world.keepSnapshot();
  return world;
}
