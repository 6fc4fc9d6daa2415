import { messageOf } from "../runner/refusal.ts";
import { prod, staging } from "./app.ts";
import { type Command, carryOut } from "./commands.ts";
import type { Fault } from "./fault.ts";
import { FaultPlan } from "./fault-plan.ts";
import { Random } from "./random.ts";
import { Table } from "./table.ts";
import { World } from "./world.ts";

interface History {
  commands: readonly Command[];
  faults?: readonly Fault[];
}

const ship: Command = { kind: "ship", health: {} };
const shipFlawed: Command = { kind: "ship", health: { healthyIn: [staging] } };
const toProd: Command[] = [{ kind: "promote" }, { kind: "approve" }];
const rollback: Command = { kind: "rollback", profile: prod, steps: 1 };

/** The first shift of the second release in prod: it is uploaded there, and gets no further. */
const noSecondInProd: Fault = { effect: "shift", kind: "5xx", side: "before", nth: 6, times: 5 };

/** How far an app may have come when a story begins; the first three are its first days. */
const histories: readonly History[] = [
  { commands: [] },
  { commands: [ship] },
  { commands: [ship, { kind: "promote" }] },
  { commands: [ship, ...toProd] },
  { commands: [ship, ...toProd, ship] },
  { commands: [ship, ...toProd, ship, { kind: "promote" }] },
  { commands: [ship, ...toProd, ship, ...toProd] },
  { commands: [ship, ...toProd, ship, ...toProd, rollback, { kind: "clear" }] },
  { commands: [ship, ...toProd, ship, ...toProd, ship, ...toProd], faults: [noSecondInProd] },
  { commands: [ship, ...toProd, shipFlawed, { kind: "promote" }] },
];

/** The worlds that those lead to. Stories start in copies of them. */
export const beginnings = await Promise.all(histories.map(worldAfter));

async function worldAfter({ commands, faults = [] }: History): Promise<World> {
  const world = new World(new Random(0), new FaultPlan(faults, new Table()));
  for (const command of commands) {
    const process = world.start("ada", "laptop");
    try {
      await carryOut(world, await world.engine(process), command);
    } catch (error) {
      world.oracle.violated(`no story can begin: ${messageOf(error)}`);
    }
    process.isDead = true;
  }
  await world.keepSnapshot();
  return world;
}
