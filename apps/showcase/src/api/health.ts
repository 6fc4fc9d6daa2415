import { Hono } from "hono";
import type { Env } from "../../alchemy.run.ts";

/** Which release answers, and whether it can do its work. A release that is failing here takes no traffic. */
export const health = new Hono<{ Bindings: Env }>().get("/", async (c) => {
  try {
    await c.env.DB.prepare("SELECT 1 FROM items LIMIT 1").run();
  } catch (error) {
    console.error("The database does not answer:", error);
    return c.json({ status: "failing", ...about(c.env) }, 503);
  }
  return c.json({ status: "ok", ...about(c.env) }, 200);
});

/** The release that is at work here. A released Worker's version is tagged `v12@sha256:…`; in development there is none. */
export function about({ APP, PROFILE, VERSION }: Pick<Env, "APP" | "PROFILE" | "VERSION">) {
  const [, release = null, digest = null] = /^(v\d+)@(sha256:[0-9a-f]{64})$/.exec(VERSION.tag) ?? [];
  return { app: APP, profile: PROFILE, release, digest, version: VERSION.id };
}
