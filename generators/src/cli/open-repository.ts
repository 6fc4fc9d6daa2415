import { recover } from "@alchemy-kit/scaffold";
import { repositoryRoot } from "../shared/repository-root.ts";
import type { CommandContext } from "./command.ts";

/**
 * Finds the root of the repository that the user is in. What an earlier command left half made there (it was
 * killed, say) is undone, and printed.
 *
 * @throws CommandError when there is no repository; ScaffoldError when another command is at work in it.
 */
export async function openRepository({ cwd, log }: CommandContext): Promise<string> {
  const root = await repositoryRoot(cwd);
  const recovered = await recover(root);
  if (!recovered) return root;
  log("An earlier command was cut short. What it had touched was put back first.");
  for (const path of recovered.left) log(`  left, because it was changed since: ${path}`);
  return root;
}
