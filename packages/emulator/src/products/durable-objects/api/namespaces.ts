import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { check, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { Workflows } from "../../workflows/store/workflows.ts";
import { type ObjectNamespace, ObjectNamespaces } from "../store/namespaces.ts";

/** A cursor is the last id of the list before. */
const Slice = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  cursor: z.string().min(1).optional(),
});

export const listNamespaces: Handler = (c) =>
  page(c, c.var.store.of(ObjectNamespaces).list().map(namespaceView));

/** The objects that have stored something. */
export const listObjects: Handler = (c) => {
  const id = param(c, "namespace");
  if (!c.var.store.of(ObjectNamespaces).get(id))
    throw new ApiError(404, 10066, "Durable Object namespace not found.");
  const { limit, cursor } = check(Slice, c.req.query());
  const all = c.var.files.stored(id).toSorted();
  const rest = cursor === undefined ? all : all.filter((object) => object > cursor);
  const objects = rest.slice(0, limit);
  const after = (objects.length < rest.length ? objects.at(-1) : undefined) ?? "";
  const info = { count: objects.length, cursor: after, cursors: { after } };
  return ok(
    c,
    objects.map((object) => ({ id: object, hasStoredData: true })),
    { info },
  );
};

function namespaceView({ id, script, className, sqlite }: ObjectNamespace) {
  return { id, name: `${script}_${className}`, script, class: className, use_sqlite: sqlite };
}

/** Gives a Worker's objects the code and classes that they are to have from now on. */
export async function settleObjects(c: Context<Api>, script: string): Promise<void> {
  const { store, hosts, files } = c.var;
  await hosts.settle(script);
  files.sweep(
    new Set([...store.of(ObjectNamespaces).list(), ...store.of(Workflows).list()].map(({ id }) => id)),
  );
}
