/** Where a command runs, and where it prints. */
export type CommandContext = {
  /** The folder the user is in. */
  cwd: string;
  /** Prints one answer on standard output, with a line break. */
  out: (text: string) => void;
  /** Prints on standard error what is no part of the answer. */
  log: (text: string) => void;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
};

/** A command takes what follows its name. @throws CommandError when it cannot do what is asked. */
export type Command = (args: string[], context: CommandContext) => Promise<void>;
