import type { MigrationFault } from "../core/migration-fault.ts";

/** A fault in one line. */
export function describeFault({ file, statement, reason }: MigrationFault): string {
  return statement ? `${file}: ${statement} (${reason})` : `${file} ${reason}`;
}
