import type { Random } from "./random.ts";

/**
 * Lets two runners work at once, one step at a time: whoever has done something waits for its answer until
 * chance picks it, so every interleaving of their steps can come, and comes again with the same seed.
 */
export class Turns {
  readonly #random: Random;
  readonly #onTurn: () => void;
  #waiting: { who: object; go: () => void }[] = [];
  readonly #running = new Set<object>();

  /** @param onTurn is told before somebody goes on */
  constructor(random: Random, onTurn: () => void) {
    this.#random = random;
    this.#onTurn = onTurn;
  }

  join(who: object): void {
    this.#running.add(who);
  }

  leave(who: object): void {
    this.#running.delete(who);
    this.#next();
  }

  /** Resolves when it is this runner's turn to go on. */
  next(who: object): Promise<void> {
    if (!this.#running.has(who)) return Promise.resolve();
    const turn = new Promise<void>((go) => {
      this.#waiting.push({ who, go });
    });
    this.#next();
    return turn;
  }

  /** When all wait, one goes on, with every answer that it waits for. */
  #next(): void {
    const waiting = [...new Set(this.#waiting.map(({ who }) => who))];
    const chosen = waiting[this.#random.below(waiting.length)];
    if (!chosen || waiting.length < this.#running.size) return;
    this.#onTurn();
    const answers = this.#waiting.filter(({ who }) => who === chosen);
    this.#waiting = this.#waiting.filter(({ who }) => who !== chosen);
    for (const { go } of answers) go();
  }
}
