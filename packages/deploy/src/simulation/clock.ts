import type { Clock } from "../runner/delivery.ts";

/** Time that passes only when something takes it. */
export class SimulatedClock implements Clock {
  #time: number;

  constructor(time: number) {
    this.#time = time;
  }

  get time(): number {
    return this.#time;
  }

  now = () => new Date(this.#time);

  sleep = async (milliseconds: number) => this.pass(milliseconds);

  pass(milliseconds: number): void {
    this.#time += milliseconds;
  }
}
