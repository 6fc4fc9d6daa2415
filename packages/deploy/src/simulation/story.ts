import { profileNames } from "../config/index.ts";
import { PlatformError } from "../engine/platform-error.ts";
import { profileState } from "../ledger/state.ts";
import { messageOf, Refusal } from "../names/user-error.ts";
import { prod } from "./app.ts";
import { beginnings, earlyBeginnings, wayOf } from "./beginnings.ts";
import { anyCommand, type Command, carryOut } from "./commands.ts";
import { checkEnd, checkLeft, checkWentOn } from "./end-rules.ts";
import { type Cell, Crash, cells, type EffectName, type Fault } from "./fault.ts";
import { FaultPlan } from "./fault-plan.ts";
import { Random } from "./random.ts";
import type { Table } from "./table.ts";
import { Turns } from "./turns.ts";
import { longerThanALease, type Process, World } from "./world.ts";

/** What a story came to. */
export interface Told {
  /** Two runners were at work at the same time. */
  hadTwoRunners: boolean;
  /** A run waited for a time. */
  readonly waited: boolean;
  violations: readonly string[];
  /** What happened, line by line. */
  lines: readonly string[];
}

/** Tells the story of a seed: some commands, some faults, the recovery, and what must hold all along. */
export async function tell(seed: number, table: Table): Promise<Told> {
  const random = new Random(seed);
  const story = new Story(seed, random, table);
  await story.run();
  return story;
}

class Story implements Told {
  hadTwoRunners = false;
  readonly lines: string[] = [];
  readonly #random: Random;
  readonly #faults: FaultPlan;
  readonly #world: World;
  /** What somebody else does in between; whoever let them in may be dead before they end. */
  #meanwhile: Promise<void> = Promise.resolve();

  constructor(seed: number, random: Random, table: Table) {
    this.#random = random;
    const faults = anyFaults(seed, random);
    this.#faults = new FaultPlan(faults, table);
    this.lines.push(`faults: ${faults.map((fault) => JSON.stringify(fault)).join(" ")}`);
    const isEarly = faults.some(({ effect }) => effect === "placeholder" || effect === "resources");
    const from = random.pick(isEarly ? earlyBeginnings : beginnings);
    this.#world = new World(random, this.#faults, from);
  }

  get violations(): readonly string[] {
    return this.#world.oracle.violations;
  }

  get waited(): boolean {
    return this.#world.oracle.hasWaited;
  }

  async run(): Promise<void> {
    this.#world.somebodyElse = () => {
      this.#meanwhile = this.#somebodyElse();
      return this.#meanwhile;
    };
    const isDuel = this.#random.chance(0.25);
    for (let left = 1 + this.#random.below(3); left > 0; left--) {
      if (isDuel) await this.#together(this.#anyCommand(), this.#anyCommand());
      else await this.#do(this.#someone(), this.#anyCommand());
      await this.#meanwhile;
      if (this.#random.chance(0.4)) this.#world.clock.pass(longerThanALease);
    }
    this.#faults.isOver = true;
    await this.#recover();
    await checkEnd(this.#world);
    if (this.#random.chance(0.2)) await this.#goOn();
  }

  async #somebodyElse(): Promise<void> {
    this.hadTwoRunners = true;
    await this.#do(this.#someone(true), this.#anyCommand());
  }

  async #together(one: Command, other: Command): Promise<void> {
    this.hadTwoRunners = true;
    const turns = new Turns(this.#random, () => {
      if (this.#random.chance(0.02)) this.#world.sleepThroughALease();
    });
    this.#world.turns = turns;
    const processes = [this.#someone(), this.#someone()] as const;
    for (const process of processes) turns.join(process);
    const doing = processes.map((process, at) =>
      this.#do(process, at === 0 ? one : other).finally(() => turns.leave(process)),
    );
    await Promise.all(doing);
    this.#world.turns = undefined;
  }

  #anyCommand(): Command {
    return anyCommand(this.#random, this.#world.config);
  }

  #someone(isSpared = false): Process {
    const random = this.#random;
    return this.#world.start(random.pick(["ada", "bob"]), random.pick(["laptop", "ci"]), isSpared);
  }

  async #do(process: Process, command: Command): Promise<void> {
    const { who, host, pid } = process;
    const line = `${who}@${host} ${pid}: ${JSON.stringify(command)}`;
    this.lines.push(line);
    try {
      await carryOut(this.#world, await this.#world.engine(process), command);
      this.lines.push(`${pid} ends well`);
      checkLeft(this.#world, process);
    } catch (error) {
      this.lines.push(`${pid} ends: ${messageOf(error)}`);
      const isExpected = [Refusal, PlatformError, Crash].some((kind) => error instanceof kind);
      if (!isExpected) this.#world.oracle.violated(`the engine breaks: ${messageOf(error)}`);
    } finally {
      process.isDead = true;
    }
  }

  /** What a person does afterwards: clears the way, finishes destroying, and resumes until nothing stands half done. */
  async #recover(): Promise<void> {
    for (const barrier of profileState(this.#world.oracle.state, prod).barriers.keys())
      await this.#do(this.#someone(true), { kind: "barrier", barrier, place: false });
    this.#world.clock.pass(longerThanALease);
    for (const profile of profileNames(this.#world.config)) {
      if (profileState(this.#world.oracle.state, profile).going)
        await this.#do(this.#someone(true), { kind: "destroy", profile });
    }
    for (let tries = 0; tries < 4; tries++) {
      this.#world.clock.pass(longerThanALease);
      if ([...this.#world.oracle.state.runs.values()].every(({ state }) => state.kind !== "active")) return;
      await this.#do(this.#someone(true), { kind: "resume" });
    }
  }

  /** A good release still gets all the way, whatever happened before: those that wait are turned away first. */
  async #goOn(): Promise<void> {
    const { oracle, config } = this.#world;
    const waiting = [...oracle.state.runs.values()].filter(({ state }) => state.kind === "waiting");
    for (const _ of waiting) await this.#do(this.#someone(true), { kind: "reject", which: "newest" });
    for (const command of wayOf(config)) await this.#do(this.#someone(true), command);
    checkWentOn(this.#world);
  }
}

/** How often each effect may come in a story, about: faults are laid where there is something to befall. */
const often: Record<EffectName, number> = {
  "ledger read": 4,
  "ledger append": 20,
  script: 2,
  versions: 2,
  traffic: 3,
  shift: 4,
  apply: 2,
  url: 4,
  probe: 4,
  migrations: 3,
  artifact: 2,
  resources: 1,
  placeholder: 1,
  upload: 2,
};

/** The seed's own cell, so that all come up alike, and by chance one or two more. */
function anyFaults(seed: number, random: Random): Fault[] {
  const own = cells[seed % cells.length];
  const others = [0.4, 0.2].flatMap((chance) =>
    random.chance(chance) ? [cells[random.below(cells.length)]] : [],
  );
  return [own, ...others].flatMap((cell) => (cell ? [anyTime(cell, random)] : []));
}

function anyTime(cell: Cell, random: Random): Fault {
  const passes = cell.kind === "time-out" || cell.kind === "429" || cell.kind === "5xx";
  const times = passes && cell.effect !== "probe" ? random.pick([1, 1, 1, 2, 5, 6, 11]) : 1;
  return { ...cell, nth: random.below(often[cell.effect]), times };
}
