/** What is said of a piece of work that has ended: how it went, where it did not go well, and in which words. */
export type Said = string | { went: "failed" | "waiting"; text: string };

/** Where the runner tells what it is doing. The command line draws it; a test listens. */
export interface Progress {
  /**
   * Names a piece of work while it goes on and says how it went.
   * @param done what to say of the result; the time it took is added
   */
  during<T>(step: string, work: () => Promise<T>, done: (result: T) => Said): Promise<T>;
  /** A thing that is so, without work of its own. */
  note(step: string, text: string): void;
  /** Something went wrong. */
  fault(step: string, text: string): void;
}
