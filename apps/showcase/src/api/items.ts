import { Hono } from "hono";
import { validator } from "hono/validator";
import type { Env } from "../../alchemy.run.ts";
import { textBody } from "../text.ts";

export type Item = { id: number; text: string; done: boolean };

export const MAX_ITEMS = 200;

type Row = { id: number; text: string; done: number };
const toItem = (row: Row): Item => ({ ...row, done: row.done === 1 });

const doneOrNot = validator("json", (body, c) =>
  typeof body?.done === "boolean"
    ? { done: body.done as boolean }
    : c.json({ error: "“done” must be true or false." }, 400),
);

const itemId = validator("param", ({ id }: Record<string, string>, c) =>
  id && /^\d{1,15}$/.test(id) ? { id } : c.json({ error: "That is not the id of an item." }, 400),
);

export const items = new Hono<{ Bindings: Env }>()
  .get("/", async (c) => {
    const { results } = await c.env.DB.prepare("SELECT id, text, done FROM items ORDER BY id").all<Row>();
    return c.json({ items: results.map(toItem) }, 200);
  })
  .post("/", validator("json", textBody), async (c) => {
    const row = await c.env.DB.prepare(
      "INSERT INTO items (text) SELECT ?1 WHERE (SELECT count(*) FROM items) < ?2 RETURNING id, text, done",
    )
      .bind(c.req.valid("json").text, MAX_ITEMS)
      .first<Row>();
    if (!row) return c.json({ error: `The list is full (${MAX_ITEMS} items). Remove one first.` }, 409);
    return c.json({ item: toItem(row) }, 201);
  })
  .patch("/:id", itemId, doneOrNot, async (c) => {
    const row = await c.env.DB.prepare("UPDATE items SET done = ?1 WHERE id = ?2 RETURNING id, text, done")
      .bind(c.req.valid("json").done ? 1 : 0, Number(c.req.valid("param").id))
      .first<Row>();
    if (!row) return c.json({ error: "That item is not on the list any more." }, 404);
    return c.json({ item: toItem(row) }, 200);
  })
  .delete("/:id", itemId, async (c) => {
    await c.env.DB.prepare("DELETE FROM items WHERE id = ?1")
      .bind(Number(c.req.valid("param").id))
      .run();
    return c.body(null, 204);
  });
