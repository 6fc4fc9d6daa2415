import type { EffectName, Fault } from "./fault.ts";
import type { Table } from "./table.ts";

/** The faults of one story, each waiting for its effect to come round. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #table: Table;
  readonly #times = new Map<EffectName, number>();
  /** Once the story is over nothing goes wrong any more. */
  isOver = false;

  constructor(faults: readonly Fault[], table: Table) {
    this.#faults = faults;
    this.#table = table;
  }

  /** What befalls this effect, this time. */
  strike(effect: EffectName): Fault | undefined {
    if (this.isOver) return undefined;
    const time = this.#times.get(effect) ?? 0;
    this.#times.set(effect, time + 1);
    const fault = this.#faults.find(
      (each) => each.effect === effect && time >= each.nth && time < each.nth + each.times,
    );
    if (fault) this.#table.hit(fault);
    return fault;
  }

  /** Whether a question about this was to be answered with what used to be so. */
  hasStale(effect: EffectName): boolean {
    return this.#faults.some((fault) => fault.effect === effect && fault.kind === "stale read");
  }
}
