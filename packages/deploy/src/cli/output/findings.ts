import type { Finding } from "../../names/finding.ts";
import { colour } from "./colour.ts";
import type { Terminal } from "./terminal.ts";

/** What a check found, with what mends it. */
export function showFinding(finding: Finding, terminal: Terminal): void {
  const text = `${finding.check.padEnd(14)} ${finding.text}`;
  if (finding.kind === "ok") terminal.say(`${colour.green("✓")} ${text}`);
  else if (finding.kind === "note") terminal.say(`${colour.dim("·")} ${text}`);
  else terminal.say(`${colour.red("✗")} ${text}\n${" ".repeat(17)}${colour.cyan(finding.mend)}`);
}
