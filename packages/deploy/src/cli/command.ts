import type { ParseArgsConfig, parseArgs } from "node:util";
import type { Terminal } from "./terminal.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command was called with. */
export interface Call<Of extends Options> {
  positionals: string[];
  values: ReturnType<typeof parseArgs<{ options: Of; strict: true; allowPositionals: true }>>["values"];
  /** Everything after the command's name, as typed. */
  raw: string[];
}

/**
 * What a command came to. `code`: 0 what was asked for is now so, 1 failed, 2 usage, 3 waiting at a gate.
 * `json` is what `--json` prints, one object.
 */
export interface Outcome {
  code: number;
  /** Left out by a command whose output is another program's. */
  json: object | undefined;
}

export interface Command<Of extends Options> {
  summary: string;
  /** How it is called, without `kit`. */
  usage: string;
  /** Without `kit`. They lead the help. */
  examples: readonly string[];
  options: Of;
  /** Most positional arguments it takes. */
  positionals: number;
  /** Its arguments are another program's: they are not looked at, and it gets them in `raw`. */
  passesThrough?: boolean;
  run(call: Call<Of>, terminal: Terminal): Promise<Outcome>;
}

/** A command: how it is called, and what it does. One file each. */
export function defineCommand<const Of extends Options>(command: Command<Of>): Command<Of> {
  return command;
}
