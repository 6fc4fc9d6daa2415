import { Hono } from "hono";
import type { Env } from "../../alchemy.run.ts";

/** Which release answers, and whether it can do its work. A release that is failing here takes no traffic. */
export const health = new Hono<{ Bindings: Env }>().get("/", async (c) => {
  const about = { app: c.env.APP, profile: c.env.PROFILE, ...releaseOf(c.env.VERSION) };
  try {
    await c.env.DB.prepare("SELECT 1 FROM items LIMIT 1").run();
    return c.json({ status: "ok", ...about }, 200);
  } catch (error) {
    console.error("The database does not answer:", error);
    return c.json({ status: "failing", ...about }, 503);
  }
});

/** A released Worker's version is tagged `v12@sha256:…`. In development there is no tag, and no release. */
export function releaseOf({ id, tag }: Env["VERSION"]) {
  const [, release = null, digest = null] = /^(v\d+)@(sha256:[0-9a-f]{64})$/.exec(tag) ?? [];
  return { release, digest, version: id };
}
