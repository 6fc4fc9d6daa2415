import { Hono } from "hono";
import type { Env } from "../../alchemy.run.ts";

export const visits = new Hono<{ Bindings: Env }>()
  .get("/", async (c) => {
    return c.json({ visits: await c.env.VISITS.getByName("all").soFar() }, 200);
  })
  .post("/", async (c) => {
    return c.json({ visits: await c.env.VISITS.getByName("all").count() }, 201);
  });
