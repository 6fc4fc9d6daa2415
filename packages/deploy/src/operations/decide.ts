import type { Run } from "../core/run.ts";
import { resumeRun } from "../engine/drive.ts";
import type { Engine } from "../engine/ports/engine.ts";
import { kit } from "../names/action.ts";
import type { RunId } from "../names/identity.ts";
import { Refusal } from "../names/user-error.ts";
import { openRuns } from "./open-runs.ts";

export interface Decision {
  gate: string;
  /** Needed only when several releases wait at the gate. */
  release: string | undefined;
  decision: "approved" | "rejected";
  comment: string;
}

/**
 * Records what a person decided at a manual gate. An approved run goes on when it is resumed; a rejected one
 * has nothing left to wait for, and ends.
 * @returns the run afterwards
 * @throws Refusal when nothing waits at that gate, naming what does
 */
export async function decide(engine: Engine, { gate, release, decision, comment }: Decision): Promise<Run> {
  const run = waitingAt(engine, gate, release);
  await recordDecision(engine, run.id, { gate, decision, comment });
  return decision === "rejected" ? resumeRun(engine, run.id) : run;
}

/**
 * Writes down what somebody decided on a run that waits at a gate.
 * @throws Refusal when it no longer waits there
 */
export async function recordDecision(
  { ledger }: Pick<Engine, "ledger">,
  id: RunId,
  made: Omit<Decision, "release"> & { reviewer?: string },
): Promise<void> {
  await ledger.append((state) => {
    const { state: now } = state.runs.get(id) ?? {};
    if (now?.kind !== "waiting" || now.gate !== made.gate)
      throw new Refusal("not-waiting", `${id} no longer waits at ${made.gate}.`);
    return [{ type: "approval-given", run: id, ...made }];
  });
}

function waitingAt(engine: Engine, gate: string, release: string | undefined): Run {
  const { name } = engine.app;
  const waiting = openRuns(engine).flatMap((run) =>
    run.state.kind === "waiting" ? [{ run, gate: run.state.gate }] : [],
  );
  const found = waiting.filter((each) => each.gate === gate && (!release || each.run.release === release));
  const [first, ...others] = found;
  if (first && others.length === 0) return first.run;
  if (first) {
    const releases = found.map(({ run }) => run.release).join(", ");
    throw new Refusal(
      "release-ambiguous",
      `Several releases of ${name} wait at ${gate}: ${releases}. Say which, with --release.`,
      { kind: "usage" },
    );
  }
  const there = waiting.map((each) => `${each.run.release} at ${each.gate}`).join(", ");
  throw new Refusal(
    "not-waiting",
    `No release ${release ? `"${release}" ` : ""}of ${name} waits at a gate "${gate}"${there ? `; waiting: ${there}` : ""}.`,
    { kind: "usage", action: kit("status", name) },
  );
}
