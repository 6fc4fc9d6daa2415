import { type Cell, cells, effects, faultKinds, sides } from "./fault.ts";

const nameOf = ({ effect, kind, side }: Cell) => `${effect} × ${kind} × ${side}`;

/** How often each effect met each fault, before and after. */
export class Table {
  readonly #hits = new Map(cells.map((cell) => [nameOf(cell), 0]));

  hit(cell: Cell): void {
    const name = nameOf(cell);
    this.#hits.set(name, (this.#hits.get(name) ?? 0) + 1);
  }

  /** The cells hit fewer times than that. */
  under(times: number): string[] {
    return [...this.#hits].filter(([, hits]) => hits < times).map(([name, hits]) => `${name}: ${hits}`);
  }

  toString(): string {
    const columns = faultKinds.flatMap((kind) => sides.map((side) => ({ kind, side })));
    const head = ["", ...columns.map(({ kind, side }) => `${kind} ${side}`)];
    const rows = effects.map((effect) => [
      effect,
      ...columns.map((column) => String(this.#hits.get(nameOf({ effect, ...column })) ?? "–")),
    ]);
    const widths = head.map((title) => Math.max(title.length, 14));
    return [head, ...rows]
      .map((row) => row.map((text, at) => text.padStart(widths[at] ?? 0)).join("  "))
      .join("\n");
  }
}
