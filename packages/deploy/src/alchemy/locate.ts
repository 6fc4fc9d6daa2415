import { z } from "zod";
import { type Api, resultIfFound, resultOf } from "./api.ts";

/** Where resources of one kind are found on Cloudflare. */
interface Locating {
  /** Below the account. */
  path: string;
  /** The field of alchemy's output that Cloudflare knows a resource by. */
  id: string;
  /** How a list names each of them, and by what; `undefined` where the name is the id. */
  listed?: { name: string; id: string };
}

const locating: Record<string, Locating> = {
  "cloudflare::D1Database": { path: "d1/database", id: "id", listed: { name: "name", id: "uuid" } },
  "cloudflare::Hyperdrive": {
    path: "hyperdrive/configs",
    id: "hyperdriveId",
    listed: { name: "name", id: "id" },
  },
  "cloudflare::KVNamespace": {
    path: "storage/kv/namespaces",
    id: "namespaceId",
    listed: { name: "title", id: "id" },
  },
  "cloudflare::Queue": { path: "queues", id: "id", listed: { name: "queue_name", id: "queue_id" } },
  "cloudflare::R2Bucket": { path: "r2/buckets", id: "name" },
  "cloudflare::VectorizeIndex": { path: "vectorize/v2/indexes", id: "name" },
};

/** What alchemy's state says of a resource, and names and ids are found in. */
const described = z.looseObject({
  name: z.string().optional(),
  title: z.string().optional(),
  jurisdiction: z.string().optional(),
});
type Described = z.infer<typeof described>;

/** A resource as it is to be found on Cloudflare. */
export interface Sought {
  kind: string;
  props: unknown;
  output: unknown;
  /** Its name where neither props nor output have one: alchemy's own choice. */
  defaultName: string;
}

/** How many of a list are asked for at a time. */
const pageSize = 100;

/** Whether resources of a kind can be looked for. */
export function isLocatable(kind: string): boolean {
  return locating[kind] !== undefined;
}

/** The name of a resource on Cloudflare. */
export function physicalName({ kind, props, output, defaultName }: Sought): string {
  const [given, made] = [describedBy(props), describedBy(output)];
  const name = made.name ?? made.title ?? given.name ?? given.title ?? defaultName;
  return kind === "cloudflare::R2Bucket" ? name.toLowerCase() : name;
}

/** What Cloudflare knows a finished resource by; `null` where alchemy's state does not say. */
export function idOf({ kind, output }: Pick<Sought, "kind" | "output">): string | null {
  const id = describedBy(output)[locating[kind]?.id ?? "id"];
  return typeof id === "string" && id !== "" ? id : null;
}

/**
 * Looks for a resource by its name.
 * @returns the part of alchemy's output that deleting it needs; `undefined` when there is none
 * @throws ApiError
 */
export async function locate(api: Api, sought: Sought): Promise<Record<string, string> | undefined> {
  const where = locating[sought.kind];
  if (!where) return undefined;
  const name = physicalName(sought);
  const id = where.listed ? await listedId(api, where, name) : await namedId(api, sought, name);
  return id === undefined ? undefined : { name, [where.id]: id };
}

/** Whether a finished resource is there; `undefined` for a kind that cannot be looked for. @throws ApiError */
export async function isThere(api: Api, sought: Sought): Promise<boolean | undefined> {
  const id = idOf(sought);
  if (!isLocatable(sought.kind) || id === null) return undefined;
  return (await namedId(api, sought, id)) !== undefined;
}

async function namedId(api: Api, { kind, props, output }: Sought, id: string): Promise<string | undefined> {
  const path = `/accounts/${api.accountId}/${locating[kind]?.path}/${id}`;
  const jurisdiction = describedBy(output).jurisdiction ?? describedBy(props).jurisdiction;
  const isElsewhere = kind === "cloudflare::R2Bucket" && (jurisdiction ?? "default") !== "default";
  const call = api.get(path, isElsewhere ? { headers: { "cf-r2-jurisdiction": `${jurisdiction}` } } : {});
  return (await resultIfFound(`look for ${id}`, call, z.unknown())) === undefined ? undefined : id;
}

async function listedId(api: Api, { path, listed }: Locating, name: string): Promise<string | undefined> {
  if (!listed) return undefined;
  for (let page = 1; ; page++) {
    const call = api.get(`/accounts/${api.accountId}/${path}?page=${page}&per_page=${pageSize}`);
    const items = await resultOf(`look for ${name}`, call, z.array(z.record(z.string(), z.unknown())));
    const found = items.find((item) => item[listed.name] === name)?.[listed.id];
    if (typeof found === "string") return found;
    if (items.length < pageSize) return undefined;
  }
}

function describedBy(value: unknown): Described {
  const parsed = described.safeParse(value);
  return parsed.success ? parsed.data : {};
}
