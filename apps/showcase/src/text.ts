import type { Context } from "hono";

export const MAX_TEXT = 120;

/** The text as it will be stored (one line, trimmed), or what is wrong with it. */
export function checkText(input: unknown): { ok: true; text: string } | { ok: false; error: string } {
  if (typeof input !== "string") return { ok: false, error: "“text” must be a string." };
  const text = input.replace(/\s+/g, " ").trim();
  if (text === "") return { ok: false, error: "Write something first." };
  if (text.length > MAX_TEXT) return { ok: false, error: `Keep it to ${MAX_TEXT} characters.` };
  return { ok: true, text };
}

/** For hono's `validator("json", …)`: a body that is an object with such a text. */
export function textBody(body: { text?: unknown } | null, c: Context) {
  const checked = checkText(body?.text);
  return checked.ok ? { text: checked.text } : c.json({ error: checked.error }, 400);
}
