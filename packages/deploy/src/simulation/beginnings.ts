import { type AppConfig, type ProfileName, profileNames, stepsOfRun } from "../config/index.ts";
import { kindOf } from "../gates/gate.ts";
import { messageOf, Refusal } from "../names/user-error.ts";
import { configs, prod } from "./app.ts";
import { type Command, carryOut } from "./commands.ts";
import type { Fault } from "./fault.ts";
import { FaultPlan } from "./fault-plan.ts";
import { Random } from "./random.ts";
import { Table } from "./table.ts";
import { World } from "./world.ts";

interface History {
  commands: readonly Command[];
  faults?: readonly Fault[];
  /** Some of its commands may be refused. */
  mayRefuse?: true;
}

/** Longer than any gate of a pipeline waits. */
const anHour = 60 * 60_000;

const ship: Command = { kind: "ship", health: {} };
const shipFlawed: Command = { kind: "ship", health: { failsIn: [prod] } };
const rollback: Command = { kind: "rollback", profile: prod, steps: 1 };

/** The commands that take a new release all the way, each manual gate approved, each wait waited for. */
export function wayOf(config: AppConfig): Command[] {
  const [first, ...later] = profileNames(config);
  const approvals = (profile: ProfileName | undefined) => {
    const { admission = [], verification = [] } = (profile && stepsOfRun(config.pipeline, profile)) ?? {};
    return [...admission, ...verification].flatMap(({ gate }): Command[] => {
      if (kindOf(gate).needs.includes("people")) return [{ kind: "approve" }];
      return gate.type === "health" ? [] : [{ kind: "tick", after: anHour }];
    });
  };
  const onward = later.flatMap((profile): Command[] => [{ kind: "promote", profile }, ...approvals(profile)]);
  return [ship, ...approvals(first), ...onward];
}

/** The first shift of the second release in prod: it is uploaded there, and gets no further. Two shifts a run. */
function noSecondInProd(config: AppConfig): Fault {
  const before = 2 * (2 * profileNames(config).length - 1);
  return { effect: "shift", kind: "5xx", side: "before", nth: before, times: 5 };
}

/** How far an app may have come when a story begins, in its first days. */
function earlyHistories(config: AppConfig): History[] {
  return [{ commands: [] }, { commands: [ship] }, { commands: wayOf(config).slice(0, 2) }];
}

/** How far an app may have come when a story begins, later on. */
function laterHistories(config: AppConfig): History[] {
  const way = wayOf(config);
  return [
    { commands: way },
    { commands: [...way, ship] },
    { commands: [...way, ...way.slice(0, -1)] },
    { commands: [...way, ...way] },
    { commands: [...way, ...way, rollback, { kind: "clear" }] },
    { commands: [...way, ...way, ...way], faults: [noSecondInProd(config)] },
    { commands: [...way, shipFlawed, ...way.slice(1, -1)] },
    { commands: [...way, ...besideAnOwner], mayRefuse: true },
  ];
}

/**
 * Where there is a gate for people before prod and one after it: v2 waits after it has changed prod, and the newer v3,
 * approved by now, is kept out by that. Elsewhere some of it is refused.
 */
const besideAnOwner: Command[] = [
  ship,
  ship,
  { kind: "promote" },
  { kind: "promote", older: true },
  { kind: "approve", alone: true },
  { kind: "approve", which: "oldest", alone: true },
];

/** The worlds that an app's first days lead to, on each pipeline. Stories start in copies of them. */
export const earlyBeginnings = await worldsAfter(earlyHistories);
/** All worlds that stories start in. */
export const beginnings = nonEmpty([...earlyBeginnings, ...(await worldsAfter(laterHistories))]);

async function worldsAfter(historiesOf: (config: AppConfig) => History[]): Promise<[World, ...World[]]> {
  const made = configs.flatMap((config) => historiesOf(config).map((history) => worldAfter(config, history)));
  return nonEmpty(await Promise.all(made));
}

function nonEmpty(worlds: World[]): [World, ...World[]] {
  const [first, ...others] = worlds;
  if (!first) throw new Error("There is no world to start from.");
  return [first, ...others];
}

async function worldAfter(config: AppConfig, { commands, faults = [], mayRefuse }: History): Promise<World> {
  const world = new World(new Random(0), new FaultPlan(faults, new Table()), undefined, config);
  for (const command of commands) {
    // A release that failed does not come to its gate.
    if (command.kind === "approve" && !isWaiting(world)) continue;
    const process = world.start("ada", "laptop");
    try {
      await carryOut(world, await world.engine(process), command);
    } catch (error) {
      if (!mayRefuse || !(error instanceof Refusal))
        world.oracle.violated(`no story can begin: ${messageOf(error)}`);
    }
    process.isDead = true;
  }
  await world.keepSnapshot();
  return world;
}

function isWaiting({ oracle }: World): boolean {
  return [...oracle.state.runs.values()].some(({ state }) => state.kind === "waiting");
}
