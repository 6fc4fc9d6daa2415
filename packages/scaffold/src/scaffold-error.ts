/** A plan that cannot be applied. Nothing was changed, or everything was put back. `problems` says why, in sentences. */
export class ScaffoldError extends Error {
  override name = "ScaffoldError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}
