import { type Context, Hono } from "hono";
import { validator } from "hono/validator";
import type { Env } from "../../alchemy.run.ts";
import { checkText } from "../text.ts";

const DAY = 24 * 60 * 60;

function wishBody(body: { text?: unknown; seconds?: unknown } | null, c: Context) {
  const checked = checkText(body?.text);
  if (!checked.ok) return c.json({ error: checked.error }, 400);
  const seconds = Number(body?.seconds);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > DAY) {
    return c.json({ error: `“seconds” must be a whole number from 1 to ${DAY}.` }, 400);
  }
  return { text: checked.text, seconds };
}

export const reminders = new Hono<{ Bindings: Env }>()
  .post("/", validator("json", wishBody), async (c) => {
    const { id } = await c.env.REMINDERS.create({ params: c.req.valid("json") });
    return c.json({ id }, 201);
  })
  .get("/:id", async (c) => {
    const reminder = await c.env.REMINDERS.get(c.req.param("id")).catch(() => undefined);
    if (!reminder) return c.json({ error: "There is no such reminder." }, 404);
    const { output } = await reminder.status();
    return c.json({ due: typeof output === "string" ? output : null }, 200);
  });
