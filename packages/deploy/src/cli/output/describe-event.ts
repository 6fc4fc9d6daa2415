import { describeTriggers } from "../../core/triggers.ts";
import type { Entry, LedgerEvent } from "../../ledger/event.ts";
import { describeKind } from "../../ledger/kinds.ts";
import { describeSplit } from "../../ledger/release-of.ts";
import type { AppState } from "../../ledger/state.ts";
import { rowsInWords } from "./rows.ts";

/**
 * An event as a sentence; `undefined` for those that only the engine cares about.
 * @param state as it is now, for the names of what the event mentions
 */
export function tell(event: Entry["event"], state: AppState): string | undefined {
  switch (event.type) {
    case "ledger-format":
      return `the ledger is in format ${event.format} from here on: a kit that knows only an older one writes nothing to it`;
    case "release-created":
      return `${event.release} released, ${event.digest.slice(0, 19)}…${fromCommit(event.provenance)}`;
    case "run-started":
      return `${event.run} started: ${event.release} ${event.kind === "rollback" ? "back to" : "→"} ${event.profile}${event.allowBreakingMigration ? ", breaking migrations allowed" : ""}`;
    case "effect-done":
      return tellEffect(event, state);
    case "effect-failed":
      return `${event.run} ${event.fault.kind}: ${event.fault.reason}`;
    case "gate-evaluated":
      return `${event.run} gate ${event.gate} ${event.inconclusive ? "inconclusive" : event.result}: ${event.reason}`;
    case "approval-given":
      return `${event.run} ${event.decision} at ${event.gate}${event.comment ? `: “${event.comment}”` : ""}`;
    case "run-ended":
      return `${event.run} ${event.outcome}: ${event.reason}`;
    case "verdict":
      return `${event.release} found ${event.verdict}${event.profile ? ` in ${event.profile}` : ""}: ${event.reason}`;
    case "artifact-pruned":
      return event.done ? `${event.release} pruned: its bytes are deleted` : undefined;
    case "artifact-restored":
      return `${event.release} built again; its bytes are kept again`;
    case "backup-made":
      return `${event.run ? `${event.run} ` : ""}backed up ${event.profile} as ${event.backup}: ${event.databases.map(({ name, rows }) => `${name}, ${rowsInWords(rows)}`).join("; ")}`;
    case "backup-restored":
      return `${event.profile} restored from ${event.backup}; what it held is kept as ${event.replaced}`;
    case "destroy-begun":
      return `${event.profile} is being taken down`;
    case "profile-destroyed":
      return `${event.profile} destroyed`;
    case "barrier-placed":
      return `${event.barrier} placed on ${event.profile}: ${event.reason}`;
    case "barrier-lifted":
      return `${event.barrier} lifted from ${event.profile}: ${event.reason}`;
    case "unknown":
      return `something that only a later version of the kit knows: ${describeKind(event.kind)}`;
    case "effect-intended":
    case "lease-taken":
    case "lease-released":
      return undefined;
  }
}

function tellEffect(
  { run: id, result }: Extract<LedgerEvent, { type: "effect-done" }>,
  state: AppState,
): string {
  const run = state.runs.get(id);
  if (result.kind === "provision") {
    const { version, companion } = result;
    const again = companion ? `, and ${companion.release} again as ${companion.version.slice(0, 8)}` : "";
    return `${id} uploaded ${run?.release} as version ${version.slice(0, 8)}${again}`;
  }
  if (result.kind === "apply") return `${id} triggers: ${describeTriggers(result.triggers)}`;
  return `${id} traffic: ${run ? describeSplit(state, run.profile, result.split) : "shifted"}`;
}

function fromCommit({ commit, dirty }: { commit: string | null; dirty: boolean }): string {
  return commit ? ` from ${commit.slice(0, 8)}${dirty ? " with changes" : ""}` : "";
}
