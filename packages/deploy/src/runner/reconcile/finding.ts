/** Something that is not as the ledger says, or lies about from a dead run; and what mends it. */
export interface Drift {
  /** The profile it was found on; `null` for what belongs to none. */
  profile: string | null;
  kind:
    | "traffic-moved"
    | "foreign-version"
    | "worker-gone"
    | "run-interrupted"
    | "run-waits-long"
    | "artifact-orphaned";
  text: string;
  /** Puts it right; `undefined` where only a person can. */
  fix: (() => Promise<string>) | undefined;
  /** The command to type instead of `--fix`. */
  mend: string;
}
