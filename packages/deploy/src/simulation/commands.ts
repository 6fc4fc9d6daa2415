import { type AppConfig, type ProfileName, profileNames } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import { resumeRun } from "../engine/drive.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { takeDown } from "../engine/take-down.ts";
import type { Barrier } from "../ledger/event.ts";
import { liveRelease } from "../ledger/release-of.ts";
import { releaseTag } from "../names/identity.ts";
import { setBarrier } from "../operations/barrier.ts";
import { clearRelease } from "../operations/clear.ts";
import { decide } from "../operations/decide.ts";
import { openRuns } from "../operations/open-runs.ts";
import { promote } from "../operations/promote.ts";
import { resume } from "../operations/resume.ts";
import { rollback } from "../operations/rollback.ts";
import { send } from "../operations/send.ts";
import { tick } from "../operations/tick.ts";
import { type Candidate, candidate, type Health, prod, staging } from "./app.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What a person can ask of the kit. */
export type Command =
  | { kind: "ship"; health: Partial<Health> }
  /** To prod, where no profile is named; the newest good release, or the one before it. */
  | { kind: "promote"; profile?: ProfileName; older?: true }
  /** The release that came to its gate last, or first, where several wait. Others are gone on with too, or not. */
  | { kind: "approve" | "reject"; which?: "newest" | "oldest"; alone?: true }
  | { kind: "resume" | "clear" }
  /** After so many milliseconds. */
  | { kind: "tick"; after: number }
  | { kind: "rollback"; profile: ProfileName; steps: number | "named" }
  | { kind: "destroy"; profile: ProfileName }
  | { kind: "barrier"; barrier: Barrier; place: boolean };

/** Carries a command out, as the command line does. */
export async function carryOut(world: World, engine: Engine, command: Command): Promise<void> {
  switch (command.kind) {
    case "ship":
      return ship(world, engine, command.health);
    case "promote":
      await promote(engine, command.profile ?? prod, command.older && { release: secondNewest(engine) });
      return;
    case "approve":
      if (command.alone) await resumeRun(engine, (await decideOn(engine, "approved", command.which)).id);
      else await decideOn(engine, "approved", command.which).then(() => resume(engine));
      return;
    case "reject":
      await decideOn(engine, "rejected", command.which);
      return;
    case "resume":
      await resume(engine);
      return;
    case "tick":
      world.passWhileQuiet(command.after);
      await tick(engine);
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
      await takeDown(engine, command.profile, { known: async () => [], bound: async () => [] });
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

async function decideOn(
  engine: Engine,
  decision: "approved" | "rejected",
  which: "newest" | "oldest" = "newest",
): Promise<Run> {
  const waiting = openRuns(engine).flatMap(({ release, state }) =>
    state.kind === "waiting" ? [{ release, gate: state.gate }] : [],
  );
  const chosen = waiting.at(which === "newest" ? -1 : 0);
  return decide(engine, { gate: "none", release: undefined, ...chosen, decision, comment: "" });
}

function secondNewest({ ledger }: Engine): string | undefined {
  return [...ledger.state.releases.keys()].at(-2);
}

/** `named` is the release before the one that serves, whether it was ever good there or not. */
function targetOf({ ledger }: Engine, profile: ProfileName, steps: number | "named"): string {
  if (steps !== "named") return `latest-${steps}`;
  const live = liveRelease(ledger.state, profile);
  const names = [...ledger.state.releases.keys()];
  return (live && names[names.indexOf(live.name) - 1]) ?? "latest-1";
}

export function anyCommand(random: Random, config: AppConfig): Command {
  const profiles = profileNames(config);
  const later = profiles.slice(1);
  const anyOf = (names: readonly ProfileName[]) => names[random.below(names.length)] ?? staging;
  const others = (profile: ProfileName) => profiles.filter((each) => each !== profile);
  const health = random.pick<Partial<Health>>([
    {},
    {},
    {},
    { failsIn: others(staging) },
    { failsIn: others(prod) },
    { collapsesIn: [staging] },
    { collapsesIn: [anyOf(later)] },
  ]);
  const steps = random.pick([1, 1, 1, 2, "named"] as const);
  const which = random.pick(["newest", "oldest"] as const);
  const rollbackProd: Command = { kind: "rollback", profile: prod, steps };
  return random.pick<Command>([
    { kind: "ship", health },
    { kind: "ship", health },
    { kind: "promote", profile: anyOf(later) },
    { kind: "promote", profile: prod },
    { kind: "approve" },
    { kind: "approve" },
    { kind: "approve", which: "oldest" },
    { kind: "reject", which },
    { kind: "resume" },
    { kind: "resume" },
    rollbackProd,
    rollbackProd,
    { kind: "rollback", profile: anyOf(others(prod)), steps },
    { kind: "clear" },
    { kind: "tick", after: random.pick([0, 60_000, 600_000]) },
    { kind: "destroy", profile: anyOf(profiles) },
    { kind: "barrier", barrier: random.pick(["hold", "hold", "lock"]), place: random.chance(0.7) },
  ]);
}
