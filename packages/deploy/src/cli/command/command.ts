import type { ParseArgsConfig, parseArgs } from "node:util";
import type { Outcome } from "../output/outcome.ts";
import type { Terminal } from "../output/terminal.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command was called with. */
export interface Call<Of extends Options> {
  positionals: string[];
  values: ReturnType<typeof parseArgs<{ options: Of; strict: true; allowPositionals: true }>>["values"];
  /** Everything after the command's name, as typed. */
  raw: string[];
}

export interface Command<Of extends Options> {
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
