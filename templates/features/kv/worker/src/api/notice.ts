import { Hono } from "hono";
import { validator } from "hono/validator";
import type { Env } from "../../alchemy.run.ts";
import { textBody } from "../text.ts";

/** A notice is taken down by itself after a week. */
const WEEK = 7 * 24 * 60 * 60;

export const notice = new Hono<{ Bindings: Env }>()
  .get("/", async (c) => {
    return c.json({ text: await c.env.NOTICES.get("notice") }, 200);
  })
  .put("/", validator("json", textBody), async (c) => {
    const { text } = c.req.valid("json");
    await c.env.NOTICES.put("notice", text, { expirationTtl: WEEK });
    return c.json({ text }, 200);
  })
  .delete("/", async (c) => {
    await c.env.NOTICES.delete("notice");
    return c.body(null, 204);
  });
