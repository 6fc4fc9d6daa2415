import type { Clock } from "../engine/ports/clock.ts";

/** Time that passes only when something takes it. */
export class SimulatedClock implements Pick<Clock, "now"> {
  #time: number;

  constructor(time: number) {
    this.#time = time;
  }

  get time(): number {
    return this.#time;
  }

  now = () => new Date(this.#time);

  pass(milliseconds: number): void {
    this.#time += milliseconds;
  }
}
