import { byHand } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import type { Terminal } from "../output/terminal.ts";
import { ask } from "./prompt.ts";

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
    throw new Refusal(
      "confirmation-missing",
      `${danger.warning} Without a terminal to ask, it needs --yes.`,
      {
        kind: "usage",
        action: byHand(bunRun(`kit ${danger.unasked}`)),
      },
    );
  }
  return (await ask(`${danger.warning} Type ${danger.name} to go on: `)) === danger.name;
}

/**
 * Has something agreed to that cannot be undone by the same command.
 * @param unasked the command that does it without asking, without `kit`
 * @throws Refusal naming --yes, where nobody can be asked
 */
export async function agreed(what: string, unasked: string, terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive) {
    throw new Refusal(
      "confirmation-missing",
      `${what} wants somebody's consent. Without a terminal to ask, it needs --yes.`,
      {
        kind: "usage",
        action: byHand(bunRun(`kit ${unasked}`)),
      },
    );
  }
  return /^y(es)?$/i.test(await ask("Go on? [y/N] "));
}
