import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Identity } from "../instance/identity.ts";
import type { Fleet } from "../runtime/fleet.ts";
import type { Loopback } from "../runtime/loopback.ts";
import type { Bound } from "../runtime/program.ts";
import type { SocketBroker } from "../runtime/socket-broker.ts";
import type { StatefulFiles } from "../runtime/stateful-files.ts";
import type { StatefulHosts } from "../runtime/stateful-hosts.ts";
import type { StatefulService } from "../runtime/stateful-service.ts";
import type { Storage, StorageKind } from "../runtime/storage.ts";
import type { Store, Table } from "../store/store.ts";

/** One product of Cloudflare's, as far as the emulator has it. */
export interface Product {
  /** As Cloudflare writes it. */
  name: string;
  /** What of the store is its own. */
  tables?: readonly Table<object>[];
  /** The kind of data that Workers keep with it, in the storage process. */
  storage?: StorageKind;
  /** How Workers are bound to it. */
  bindings?: readonly BindingKind[];
  /**
   * Adds its endpoints, which are asked with the emulator's token.
   * @param api for paths below `/client/v4`
   * @param own for paths below `/emulator`: what Cloudflare does not have
   */
  endpoints?: (api: Hono<Api>, own: Hono<Api>) => void;
  /** The same for those that are asked with a token of their own, which they check themselves. */
  sessionEndpoints?: (api: Hono<Api>, own: Hono<Api>) => void;
  /** What it answers to Workers' bindings, for `platform.loopback.service("<target> <which>")`. */
  loopback?: { target: string; answer: LoopbackAnswer };
  /** Those of its parts that have the one host process of a Worker: of one Worker, or of all. */
  statefulServices?: (store: Store, script?: string) => StatefulService[];
  /** Starts what it does unasked, until it is closed. */
  start?: (platform: Platform) => { close(): void };
}

/** What every product can reach. */
export interface Platform {
  identity: Identity;
  store: Store;
  storage: Storage;
  fleet: Fleet;
  hosts: StatefulHosts;
  files: StatefulFiles;
  broker: SocketBroker;
  loopback: Loopback;
  /** The kinds of bindings of all products, by their type. */
  bindings: ReadonlyMap<string, BindingKind>;
  /** Folder of the configuration files of workerd. */
  runFolder: string;
  log: (line: string) => void;
}

/** What a handler of the API can reach, as `c.env`. */
export interface Api {
  Bindings: Platform;
}

export type Handler = (c: Context<Api>) => Response | Promise<Response>;

/** @param which what comes after the target */
export type LoopbackAnswer = (platform: Platform, which: string, request: Request) => Promise<Response>;

/** What a version is bound to, in Cloudflare's words. Loose, for settings give back what was put. */
export const Binding = z.looseObject({ name: z.string().min(1), type: z.string() });
export type Binding = z.infer<typeof Binding>;

/** A type of binding. */
export interface BindingKind {
  type: string;
  /**
   * Reads what an upload says of one.
   * @throws ApiError when a field is not what it should be
   */
  read: (asked: Binding, upload: BindingUpload) => Binding;
  /** @throws ApiError when what it leads to is not there */
  check: (binding: Binding, upload: BindingUpload) => void;
  /** What a process is to have for it. */
  bind: (binding: Binding, place: BindingPlace) => Bound;
}

/** The upload that a binding is in. */
export interface BindingUpload {
  store: Store;
  /** The Worker that is uploaded. */
  script: string;
  /** The Worker's own Durable Object namespace of a class, once the upload is done. */
  ownNamespace: (className: string) => string | undefined;
}

/** Where a version is bound: in a process that is about to start. */
export interface BindingPlace {
  platform: Platform;
  version: { id: string; script: string; tag: string; createdOn: string };
  /** The Durable Object namespaces whose objects live in that process: id to class. */
  homed: ReadonlyMap<string, string>;
}
