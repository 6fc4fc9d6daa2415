import { z } from "zod";
import { ok } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Handler } from "../../product.ts";
import { Scripts } from "../store/scripts.ts";
import { SUBDOMAIN } from "../workers-dev.ts";
import { foundScript, scriptNotFound } from "./lookup.ts";

/** alchemy asks for a Worker's subdomain while it is still uploading it. How long that may take, in milliseconds. */
const PATIENCE = 5_000;

export const getAccount: Handler = (c) => ok(c, { subdomain: SUBDOMAIN });

export const get: Handler = (c) => ok(c, foundScript(c).subdomain);

export const post: Handler = async (c) => {
  const asked = await body(c, z.object({ enabled: z.boolean(), previews_enabled: z.boolean().optional() }));
  const script = await c.env.store.of(Scripts).whenThere(param(c, "script"), PATIENCE);
  if (!script) throw scriptNotFound();
  const subdomain = {
    enabled: asked.enabled,
    previews_enabled: asked.previews_enabled ?? asked.enabled,
  };
  c.env.store.of(Scripts).saveSubdomain(script.name, subdomain);
  return ok(c, subdomain);
};

/** Takes a Worker off workers.dev, previews and all. */
export const remove: Handler = (c) => {
  const { name } = foundScript(c);
  const subdomain = { enabled: false, previews_enabled: false };
  c.env.store.of(Scripts).saveSubdomain(name, subdomain);
  return ok(c, subdomain);
};
