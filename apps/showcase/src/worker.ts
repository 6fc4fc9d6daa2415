import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { Env } from "../alchemy.run.ts";
import { about, health } from "./api/health.ts";
import { items } from "./api/items.ts";

/** What is accepted in one request, in bytes. */
const MAX_BODY = 4096;

const app = new Hono<{ Bindings: Env }>();

app.use(secureHeaders(), async (c, next) => {
  await next();
  const { release } = about(c.env);
  if (release) c.header("x-kit-release", release);
  c.header("cache-control", "no-store");
});
app.use(bodyLimit({ maxSize: MAX_BODY, onError: (c) => c.json({ error: "That is too much." }, 413) }));

app.route("/api/health", health);
app.route("/api/items", items);

app.notFound((c) => c.json({ error: `There is nothing at ${c.req.path}.` }, 404));
app.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
  console.error(error);
  return c.json({ error: "Something went wrong here. Try again in a moment." }, 500);
});

export default {
  fetch: app.fetch,
};
