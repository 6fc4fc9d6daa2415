/** What a check found: all is well, or what is wrong in one sentence and what to do about it. */
export type Finding =
  | { kind: "ok"; check: string; text: string }
  | { kind: "wrong"; check: string; text: string; mend: string };

export function ok(check: string, text: string): Finding {
  return { kind: "ok", check, text };
}

/** @param mend a command, or what to do where no command can */
export function wrong(check: string, text: string, mend: string): Finding {
  return { kind: "wrong", check, text, mend };
}
