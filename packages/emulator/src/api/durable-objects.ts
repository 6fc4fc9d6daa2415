import type { Context } from "hono";
import type { ObjectNamespace } from "../store/object-namespaces.ts";
import { type Api, type Handler, param } from "./context.ts";
import { ApiError, page } from "./envelope.ts";

export const listNamespaces: Handler = (c) => page(c, c.var.store.objects.list().map(namespaceView));

/** The objects that have stored something. */
export const listObjects: Handler = (c) => {
  const id = param(c, "namespace");
  if (!c.var.store.objects.get(id)) throw new ApiError(404, 10066, "Durable Object namespace not found.");
  return page(
    c,
    c.var.files.stored(id).map((object) => ({ id: object, hasStoredData: true })),
  );
};

function namespaceView({ id, script, className, sqlite }: ObjectNamespace) {
  return { id, name: `${script}_${className}`, script, class: className, use_sqlite: sqlite };
}

/** Gives a Worker's objects the code and classes that they are to have from now on. */
export async function settleObjects(c: Context<Api>, script: string): Promise<void> {
  const { store, hosts, files } = c.var;
  await hosts.settle(script);
  files.sweep(new Set([...store.objects.list(), ...store.workflows.list()].map(({ id }) => id)));
}
