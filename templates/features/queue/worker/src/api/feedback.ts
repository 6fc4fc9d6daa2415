import { Hono } from "hono";
import { validator } from "hono/validator";
import type { Env } from "../../alchemy.run.ts";
import { textBody } from "../text.ts";
import { about } from "./health.ts";

export const feedback = new Hono<{ Bindings: Env }>().post("/", validator("json", textBody), async (c) => {
  const { text } = c.req.valid("json");
  await c.env.FEEDBACK.send({ text, release: about(c.env).release });
  return c.body(null, 202);
});
