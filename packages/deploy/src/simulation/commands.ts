import type { ProfileName } from "../config/index.ts";
import { releaseTag } from "../core/identity.ts";
import type { Barrier } from "../ledger/event.ts";
import { liveRelease } from "../ledger/release-of.ts";
import type { Engine } from "../runner/delivery.ts";
import { takeDown } from "../runner/engine/take-down.ts";
import { setBarrier } from "../runner/operations/barrier.ts";
import { clearRelease } from "../runner/operations/clear.ts";
import { decide } from "../runner/operations/decide.ts";
import { promote } from "../runner/operations/promote.ts";
import { openRuns, resume } from "../runner/operations/resume.ts";
import { rollback } from "../runner/operations/rollback.ts";
import { send } from "../runner/operations/send.ts";
import { approval, type Candidate, candidate, type Health, prod, staging } from "./app.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What a person can ask of the kit. */
export type Command =
  | { kind: "ship"; health: Partial<Health> }
  | { kind: "promote" | "approve" | "reject" | "resume" | "clear" }
  | { kind: "rollback"; profile: ProfileName; steps: number | "named" }
  | { kind: "destroy"; profile: ProfileName }
  | { kind: "barrier"; barrier: Barrier; place: boolean };

/** Carries a command out, as the command line does. */
export async function carryOut(world: World, engine: Engine, command: Command): Promise<void> {
  switch (command.kind) {
    case "ship":
      return ship(world, engine, command.health);
    case "promote":
      await promote(engine, prod);
      return;
    case "approve":
      await decideOn(engine, "approved");
      await resume(engine);
      return;
    case "reject":
      await decideOn(engine, "rejected");
      return;
    case "resume":
      await resume(engine);
      return;
    case "clear": {
      const bad = [...engine.ledger.state.releases.values()].find(({ digest }) =>
        engine.ledger.state.bad.has(digest),
      );
      if (bad) await clearRelease(engine, bad.name, "looked at");
      return;
    }
    case "barrier":
      await setBarrier(engine, prod, command.barrier, { place: command.place, reason: "the sale is on" });
      return;
    case "destroy":
      await takeDown(engine, command.profile, async () => []);
      return;
    case "rollback":
      await rollback(engine, command.profile, targetOf(engine, command.profile, command.steps));
      return;
  }
}

/** A new release, as a deploy makes it of bytes never seen, sent to staging. */
async function ship(world: World, engine: Engine, health: Partial<Health>): Promise<void> {
  world.candidatesMade += 1;
  const made = candidate(world.candidatesMade, health);
  const release = await record(engine, made);
  world.candidates.set(releaseTag(release.name, made.digest), { ...made, name: release.name });
  await send(engine, staging, release);
}

async function record({ ledger }: Engine, { digest }: Candidate) {
  const provenance = { commit: null, dirty: false, lockfile: null, bun: "1", kit: "1" };
  await ledger.append(({ releases }) => {
    const { name } = candidate(releases.size + 1);
    return [{ type: "release-created", release: name, digest, size: 1, provenance }];
  });
  const release = [...ledger.state.releases.values()].find((each) => each.digest === digest);
  if (!release) throw new Error(`${digest} is not in the ledger`);
  return release;
}

async function decideOn(engine: Engine, decision: "approved" | "rejected"): Promise<void> {
  const waiting = openRuns(engine).findLast(({ state }) => state.kind === "waiting");
  await decide(engine, { gate: approval, release: waiting?.release, decision, comment: "" });
}

/** `named` is the release before the one that serves, whether it was ever good there or not. */
function targetOf({ ledger }: Engine, profile: ProfileName, steps: number | "named"): string {
  if (steps !== "named") return `latest-${steps}`;
  const live = liveRelease(ledger.state, profile);
  const names = [...ledger.state.releases.keys()];
  return (live && names[names.indexOf(live.name) - 1]) ?? "latest-1";
}

export function anyCommand(random: Random): Command {
  const health = random.pick<Partial<Health>>([
    {},
    {},
    {},
    { healthyIn: [staging] },
    { healthyIn: [prod] },
    { collapsesIn: [staging] },
    { collapsesIn: [prod] },
  ]);
  const steps = random.pick([1, 1, 1, 2, "named"] as const);
  const rollbackProd: Command = { kind: "rollback", profile: prod, steps };
  return random.pick<Command>([
    { kind: "ship", health },
    { kind: "ship", health },
    { kind: "promote" },
    { kind: "promote" },
    { kind: "approve" },
    { kind: "approve" },
    { kind: "approve" },
    { kind: "reject" },
    { kind: "resume" },
    { kind: "resume" },
    rollbackProd,
    rollbackProd,
    { kind: "rollback", profile: staging, steps },
    { kind: "clear" },
    { kind: "destroy", profile: random.pick([staging, prod]) },
    { kind: "barrier", barrier: random.pick(["hold", "hold", "lock"]), place: random.chance(0.7) },
  ]);
}
