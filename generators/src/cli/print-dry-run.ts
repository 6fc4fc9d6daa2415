import type { Plan } from "@alchemy-kit/scaffold";
import type { CommandContext } from "./command.ts";

/**
 * Prints what a command would do: the diff of its plan or, for programs, the plan with what it is about.
 *
 * @param about what the command answers with `--json` when it does it, too
 */
export async function printDryRun(
  { out }: CommandContext,
  plan: Plan,
  { json, about }: { json: boolean; about: object },
): Promise<void> {
  if (json) return out(JSON.stringify({ ...about, dryRun: true, plan }));
  const { showDiff } = await import("@alchemy-kit/scaffold/show");
  out(showDiff(plan).trimEnd());
}
