/** Lets one piece of work through at a time, in the order in which they come. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work comes to, or throws what it throws, which holds up nobody behind it */
  do<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
