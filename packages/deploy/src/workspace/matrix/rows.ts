/**
 * Most jobs that one matrix may make.
 * Source: https://docs.github.com/en/actions/reference/limits
 */
const MOST_ROWS = 256;

/** One job of a matrix. */
export interface Row {
  /** What the job is called. */
  label: string;
  /** What jobs about the same have in common, whichever release it is. */
  key: string;
  /** Whom it is about, with blanks between: one, unless there are more than a matrix takes. */
  names: string;
}

/** Shares names out among jobs: one each, and evenly where that were too many. */
export function rowsOf(names: readonly string[]): Row[] {
  const each = Math.ceil(names.length / MOST_ROWS);
  const rows: Row[] = [];
  for (let at = 0; at < names.length; at += each) {
    const share = names.slice(at, at + each);
    const [first = ""] = share;
    rows.push({
      key: first.replace(/@.*/, ""),
      label: share.length > 1 ? `${first} and ${share.length - 1} more` : first,
      names: share.join(" "),
    });
  }
  return rows;
}
