import type { MigrationFault } from "./review.ts";

/** A fault in one line. */
export function describeFault({ file, statement, reason }: MigrationFault): string {
  return statement ? `${file}: ${statement} (${reason})` : `${file} ${reason}`;
}
