import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { check, param } from "../../../api/request.ts";
import type { Handler } from "../../product.ts";
import { type ObjectNamespace, ObjectNamespaces } from "../store/namespaces.ts";

/** A cursor is the last id of the list before. */
const Slice = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  cursor: z.string().min(1).optional(),
});

export const listNamespaces: Handler = (c) =>
  page(c, c.env.store.of(ObjectNamespaces).list().map(namespaceView));

/** The objects that have stored something. */
export const listObjects: Handler = (c) => {
  const id = param(c, "namespace");
  if (!c.env.store.of(ObjectNamespaces).get(id))
    throw new ApiError(404, 10066, "Durable Object namespace not found.");
  const { limit, cursor } = check(Slice, c.req.query());
  const all = c.env.files.stored(id).toSorted();
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
