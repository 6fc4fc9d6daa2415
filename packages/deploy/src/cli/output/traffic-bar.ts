import { colour } from "./colour.ts";

const cells = 20;

/** A profile's traffic as a bar; two releases share it by their percentages, which are written behind it. */
export function trafficBar(traffic: readonly { release: string | null; percentage: number }[]): string {
  const [first, second] = traffic.filter(({ percentage }) => percentage > 0);
  if (!first) return colour.dim("─".repeat(cells));
  const filled = Math.round((first.percentage / 100) * cells);
  const bar = colour.green("█".repeat(filled)) + colour.yellow("▒".repeat(cells - filled));
  return second
    ? `${bar} ${first.release ?? "?"} ${first.percentage} % · ${second.release ?? "?"} ${second.percentage} %`
    : bar;
}
