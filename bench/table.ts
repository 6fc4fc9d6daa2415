import { type Figure, median, meets } from "./figure.ts";
import type { Visits } from "./visit.ts";

/** The figures for people: one a line, each beside its target. */
export function table(figures: readonly Figure[], { requests, failures }: Visits): string {
  const rows = figures.map((figure) => [
    figure.name,
    time(median(figure.runs)),
    figure.target === null ? "" : `≤ ${time(figure.target)}`,
    mark(meets(figure)),
    `${figure.runs.length} runs, ${time(Math.min(...figure.runs))} to ${time(Math.max(...figure.runs))}`,
  ]);
  const failed = [
    "requests failed",
    `${failures.length}`,
    "0",
    mark(failures.length === 0),
    `of ${requests}`,
  ];
  const header = ["", "median", "target", "", ""];
  return [
    ...aligned([header, ...rows, failed]),
    ...failures.slice(0, 5).map((failure) => `  ${failure}`),
  ].join("\n");
}

function mark(met: boolean | null): string {
  if (met === null) return "";
  return met ? "kept" : "missed";
}

function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function aligned(rows: readonly string[][]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
