/**
 * What a check found: all is well; something worth knowing that is no fault; or what is wrong in one sentence
 * and what to do about it. `repair` is there where doing it can hurt nobody: `kit doctor --fix` runs it.
 */
export type Finding =
  | { kind: "ok"; check: string; text: string }
  | { kind: "note"; check: string; text: string }
  | { kind: "wrong"; check: string; text: string; mend: string; repair?: () => Promise<void> };

export function ok(check: string, text: string): Finding {
  return { kind: "ok", check, text };
}

export function note(check: string, text: string): Finding {
  return { kind: "note", check, text };
}

/** @param mend a command, or what to do where no command can */
export function wrong(check: string, text: string, mend: string, repair?: () => Promise<void>): Finding {
  return { kind: "wrong", check, text, mend, ...(repair && { repair }) };
}

/** What was found, or that all is well where that is nothing. */
export function orOk(findings: readonly Finding[], check: string, text: string): Finding[] {
  return findings.length > 0 ? [...findings] : [ok(check, text)];
}
