import type { EffectName, Fault, FaultKind } from "./fault.ts";
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

  /** Whether anything was to befall this effect; or of one kind only. */
  include(effect: EffectName, kind?: FaultKind): boolean {
    return this.#faults.some((fault) => fault.effect === effect && (!kind || fault.kind === kind));
  }
}
