import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, param } from "../../../api/request.ts";
import type { Api, Handler } from "../../product.ts";
import { KV_STORAGE } from "../storage.ts";
import { type KvNamespace, KvNamespaces } from "../store/namespaces.ts";

const Title = z.object({ title: z.string().min(1).max(512) });

export const list: Handler = (c) => page(c, c.env.store.of(KvNamespaces).list().map(namespaceView));

export const create: Handler = async (c) => {
  const { title } = await body(c, Title);
  refuseTakenTitle(c, title);
  return ok(c, namespaceView(c.env.store.of(KvNamespaces).create(title)));
};

export const get: Handler = (c) => ok(c, namespaceView(foundNamespace(c)));

export const rename: Handler = async (c) => {
  const namespace = foundNamespace(c);
  const { title } = await body(c, Title);
  if (title !== namespace.title) refuseTakenTitle(c, title);
  c.env.store.of(KvNamespaces).rename(namespace.id, title);
  return ok(c, namespaceView({ ...namespace, title }));
};

export const remove: Handler = async (c) => {
  const { id } = foundNamespace(c);
  c.env.store.of(KvNamespaces).delete(id);
  await c.env.storage.discard(KV_STORAGE, id);
  return ok(c, null);
};

/** @throws ApiError 10013 when there is no namespace of the id in the path */
export function foundNamespace(c: Context<Api>): KvNamespace {
  const namespace = c.env.store.of(KvNamespaces).get(param(c, "namespace"));
  if (!namespace) throw new ApiError(404, 10013, "get namespace: 'namespace not found'");
  return namespace;
}

function refuseTakenTitle(c: Context<Api>, title: string): void {
  if (c.env.store.of(KvNamespaces).titled(title)) {
    throw new ApiError(
      400,
      10014,
      "create namespace: 'a namespace with this account ID and title already exists'",
    );
  }
}

function namespaceView({ id, title, createdAt }: KvNamespace) {
  return { id, title, supports_url_encoding: true, created_on: createdAt };
}
