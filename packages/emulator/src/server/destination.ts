import { SUBDOMAIN } from "../products/workers/workers-dev.ts";

/** Whom a request's `Host` means. */
export type Destination =
  | { kind: "api" }
  /** `local`: the emulator's own address, which always answers; otherwise workers.dev, which can be switched off. */
  | { kind: "worker"; label: string; local: boolean }
  /** Some other host: a Worker's own domain, or none of ours. */
  | { kind: "domain"; host: string };

/** @param host value of the `Host` header, with or without a port */
export function destinationOf(host: string | null): Destination {
  const name = (host ?? "").toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  if (name === "127.0.0.1" || name === "localhost" || name === "[::1]") return { kind: "api" };
  const [label, ...rest] = name.split(".");
  const domain = rest.join(".");
  if (label && domain === "localhost") return { kind: "worker", label, local: true };
  if (label && domain === `${SUBDOMAIN}.workers.dev`) return { kind: "worker", label, local: false };
  return { kind: "domain", host: name };
}
