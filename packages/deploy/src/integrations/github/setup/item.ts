/**
 * One thing that a repository on GitHub should have: it is there; it would be made or changed; a value for it was
 * not given; or it cannot be there, and then what holds instead.
 */
export type Item =
  | { kind: "there"; what: string }
  | { kind: "change"; what: string; how: string; apply(): Promise<void>; otherwise?: string }
  | { kind: "missing"; what: string; mend: string }
  | { kind: "impossible"; what: string; why: string; instead: string };

export const there = (what: string): Item => ({ kind: "there", what });

/**
 * @param how what changes: `made`, or `5 min → 10 min`
 * @param otherwise what holds instead, should the repository's plan refuse it
 */
export function change(what: string, how: string, apply: () => Promise<void>, otherwise?: string): Item {
  return { kind: "change", what, how, apply, ...(otherwise && { otherwise }) };
}
