/** How long something takes, measured several times. */
export interface Figure {
  name: string;
  /** Each measurement, in milliseconds. */
  runs: number[];
  /** The most it may take, in milliseconds; null where nothing was asked for. */
  target: number | null;
}

/** The middle of an odd number of measurements, the mean of the two in the middle of an even one. */
export function median(runs: readonly number[]): number {
  const sorted = runs.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, run) => sum + run, 0) / middle.length;
}

/** Whether the median keeps to the target; null where there is none. */
export function meets({ runs, target }: Figure): boolean | null {
  return target === null ? null : median(runs) <= target;
}
