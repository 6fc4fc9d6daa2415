import { createInterface } from "node:readline/promises";
import { bunRun } from "../runner/bun-command.ts";
import { Refusal } from "../runner/refusal.ts";
import type { Terminal } from "./terminal.ts";

/** Something that destroys data, and must be meant. */
export interface Danger {
  /** A sentence: what will be gone. */
  warning: string;
  /** What is to be typed. */
  name: string;
  /** The command that does it without asking, without `kit`. */
  unasked: string;
}

/**
 * Has a name typed before data is destroyed.
 * @throws Refusal naming --yes, where nobody can be asked
 */
export async function confirmed(danger: Danger, terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive) {
    throw new Refusal(`${danger.warning} Without a terminal to ask, it needs --yes.`, {
      kind: "usage",
      mend: bunRun(`kit ${danger.unasked}`),
    });
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const answer = await lines.question(`${danger.warning} Type ${danger.name} to go on: `);
  lines.close();
  return answer.trim() === danger.name;
}
