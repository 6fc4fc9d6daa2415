import { recover } from "@alchemy-kit/scaffold";
import type { Surroundings } from "./command.ts";

/** Undoes what an earlier command left half made (it was killed, say), and tells. */
export async function putBack(root: string, { tell }: Surroundings): Promise<void> {
  const recovered = await recover(root);
  if (!recovered) return;
  tell("An earlier command was cut short. What it had touched was put back first.");
  for (const path of recovered.left) tell(`  left, because it was changed since: ${path}`);
}
