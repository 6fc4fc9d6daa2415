/**
 * What a person can do about an error, as data. `run`: a command of the kit's or of the generators', which the command
 * line spells as its user can paste it. `by-hand`: another program's command, or a sentence.
 */
export type Action =
  | {
      kind: "run";
      tool: "kit" | "gen";
      /** Its words: `release clear`. */
      command: string;
      argument: string | undefined;
      /** By name, without the dashes; `true` for a flag. */
      options: Readonly<Record<string, string | true>>;
    }
  | { kind: "by-hand"; text: string };

type Options = Readonly<Record<string, string | true>>;

/** A command of the kit's: `kit("rollback", "shop", { profile: "prod", to: "v3" })`. */
export function kit(command: string, argument?: string, options: Options = {}): Action {
  return { kind: "run", tool: "kit", command, argument, options };
}

/** A command of the generators': `gen("app", "shop")`. */
export function gen(command: string, argument?: string, options: Options = {}): Action {
  return { kind: "run", tool: "gen", command, argument, options };
}

/** What the kit has no command for. */
export function byHand(text: string): Action {
  return { kind: "by-hand", text };
}
