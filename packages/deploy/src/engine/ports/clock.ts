export interface Clock {
  now(): Date;
  /** @param milliseconds to wait */
  sleep(milliseconds: number): Promise<void>;
  /**
   * Does some work, and calls `beat` again and again for as long as it goes on.
   * @param interval milliseconds between two calls
   * @param beat never throws
   */
  beating<T>(interval: number, beat: () => Promise<void>, work: () => Promise<T>): Promise<T>;
}
