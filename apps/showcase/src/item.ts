export type Item = { id: number; text: string; done: boolean };

export const MAX_TEXT = 120;
export const MAX_ITEMS = 200;

/** The text as it will be stored (one line, trimmed), or what is wrong with it. The page and the API agree on this. */
export function checkText(input: unknown): { ok: true; text: string } | { ok: false; error: string } {
  if (typeof input !== "string") return { ok: false, error: "“text” must be a string." };
  const text = input.replace(/\s+/g, " ").trim();
  if (text === "") return { ok: false, error: "Write something first." };
  if (text.length > MAX_TEXT) return { ok: false, error: `Keep it to ${MAX_TEXT} characters.` };
  return { ok: true, text };
}
