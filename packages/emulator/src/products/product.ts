import type { Context, Hono } from "hono";
import type { Identity } from "../instance/identity.ts";
import type { Fleet } from "../runtime/fleet.ts";
import type { ObjectFiles } from "../runtime/object-files.ts";
import type { ObjectHosts } from "../runtime/object-hosts.ts";
import type { Storage } from "../runtime/storage.ts";
import type { Store, Table } from "../store/store.ts";

/** What every product can reach. */
export interface Platform {
  identity: Identity;
  store: Store;
  storage: Storage;
  fleet: Fleet;
  hosts: ObjectHosts;
  files: ObjectFiles;
  log: (line: string) => void;
}

/** What a handler of the API can reach, as `c.var`. */
export interface Api {
  Variables: Platform;
}

export type Handler = (c: Context<Api>) => Response | Promise<Response>;

/** One product of Cloudflare's, as far as the emulator has it. */
export interface Product {
  /** As Cloudflare writes it. */
  name: string;
  /** What of the store is its own. */
  tables?: readonly Table<object>[];
  /**
   * Adds its endpoints, which are asked with the emulator's token.
   * @param api for paths below `/client/v4`
   * @param own for paths below `/emulator`: what Cloudflare does not have
   */
  endpoints?: (api: Hono<Api>, own: Hono<Api>) => void;
  /** The same for those that are asked with a token of their own, which they check themselves. */
  sessionEndpoints?: (api: Hono<Api>, own: Hono<Api>) => void;
  /** Starts what it does unasked, until it is closed. */
  start?: (platform: Platform) => { close(): void };
}
