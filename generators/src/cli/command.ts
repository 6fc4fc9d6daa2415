/** What a command is given of the world around it. */
export type Surroundings = {
  /** The folder the user is in. */
  cwd: string;
  /** Prints one answer on standard output, with a line break. */
  out: (text: string) => void;
  /** Says something on standard error that is no part of the answer. */
  tell: (text: string) => void;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
};

/** A command takes what follows its name. @throws CommandError when it cannot do what is asked. */
export type Command = (args: string[], surroundings: Surroundings) => Promise<void>;
