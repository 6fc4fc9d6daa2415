import { Hono } from "hono";
import type { Env } from "../../alchemy.run.ts";

/** No SVG: it can hold scripts. */
const TYPES = ["image/jpeg", "image/png", "image/webp"];

export const photo = new Hono<{ Bindings: Env }>()
  .get("/", async (c) => {
    const stored = await c.env.PHOTOS.get("photo");
    if (!stored) return c.json({ error: "There is no photo yet." }, 404);
    return c.body(stored.body, 200, { "content-type": stored.httpMetadata?.contentType ?? "image/jpeg" });
  })
  .put("/", async (c) => {
    const contentType = c.req.header("content-type") ?? "";
    if (!TYPES.includes(contentType)) return c.json({ error: "Send a JPEG, PNG or WebP image." }, 415);
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength === 0) return c.json({ error: "That image is empty." }, 400);
    await c.env.PHOTOS.put("photo", bytes, { httpMetadata: { contentType } });
    return c.body(null, 204);
  })
  .delete("/", async (c) => {
    await c.env.PHOTOS.delete("photo");
    return c.body(null, 204);
  });
