import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { Env } from "../alchemy.run.ts";
import { health, releaseOf } from "./api/health.ts";
import { items } from "./api/items.ts";

const app = new Hono<{ Bindings: Env }>();

app.use(secureHeaders(), async (c, next) => {
  await next();
  const { release } = releaseOf(c.env.VERSION);
  if (release) c.header("x-kit-release", release);
  c.header("cache-control", "no-store");
});
app.use(bodyLimit({ maxSize: 4096, onError: (c) => c.json({ error: "That is too much to send." }, 413) }));

const api = app.route("/api/health", health).route("/api/items", items);

app.notFound((c) => c.json({ error: `There is nothing at ${c.req.path}.` }, 404));
app.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
  console.error(error);
  return c.json({ error: "Something went wrong here. Try again in a moment." }, 500);
});

/** The API's shape, from which the page's client is typed. */
export type Api = typeof api;

export default app;
