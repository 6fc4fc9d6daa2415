/**
 * What a command came to. `code`: 0 what was asked for is now so, 1 failed, 2 usage, 3 waiting at a gate.
 * `json` is what `--json` prints, one object.
 */
export interface Outcome {
  code: number;
  /** Left out by a command whose output is another program's. */
  json: object | undefined;
}
