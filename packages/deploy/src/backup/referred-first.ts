import type { Table } from "./table.ts";

/** Tables in an order in which each comes after those that its foreign keys point to; in a circle, as they came. */
export function referredFirst(tables: readonly Table[]): Table[] {
  const named = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  const ordered = new Set<Table>();
  const entered = new Set<Table>();
  const visit = (table: Table): void => {
    if (entered.has(table)) return;
    entered.add(table);
    for (const name of table.references) {
      const target = named.get(name.toLowerCase());
      if (target) visit(target);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}
