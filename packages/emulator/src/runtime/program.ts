import type { Value } from "./capnp.ts";
import type { Service } from "./service.ts";

/** A version of a Worker, as far as it matters to run it. */
export interface RunnableVersion {
  id: string;
  /** Name of the Worker that it is a version of. */
  script: string;
  /** What it is bound to, in Cloudflare's words. */
  bindings: readonly { name: string; type: string; [field: string]: unknown }[];
  /**
   * What a process is to run of it. Asked when the process starts.
   * @param homed the Durable Object namespaces whose objects live in that process: id to class
   */
  program: (homed: ReadonlyMap<string, string>) => Program;
}

/** What a process runs of a Worker. */
export interface Program {
  script: string;
  /** Such as `2026-04-01`. One that workerd does not know yet, right on Cloudflare, is lowered to the newest it knows. */
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  /** The main one first. `kind` is workerd's name for it, `path` is absolute. */
  modules: readonly { name: string; kind: string; path: string }[];
  bindings: readonly Bound[];
}

/** A binding as workerd wants it, and the service that it leads to, if it needs one of its own. */
export interface Bound {
  binding: { readonly [field: string]: Value };
  service?: Service;
  /** An extension that it needs, for the process to have once, however many need it. */
  extension?: Value;
}
