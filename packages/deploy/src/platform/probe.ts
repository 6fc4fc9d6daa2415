import { z } from "zod";
import type { Answer } from "../gates/kind.ts";
import type { VersionId } from "../names/identity.ts";

const health = z.object({ digest: z.string().nullish() });

export interface ProbeRequest {
  url: URL;
  worker: string;
  /** Asks this version, whatever its share of the traffic; Cloudflare serves another one silently if it cannot. */
  version?: VersionId;
  /** Milliseconds. */
  timeout: number;
}

/** How a Worker is asked how it is. */
export type Probe = (request: ProbeRequest) => Promise<Answer>;

/** Asks a Worker how it is, and which release answered. Never throws: not reaching it is an answer. */
export const probe: Probe = async ({ url, worker, version, timeout }) => {
  const headers = new Headers({ "cache-control": "no-cache" });
  if (version) headers.set("Cloudflare-Workers-Version-Overrides", `${worker}="${version}"`);
  const start = performance.now();
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(timeout) });
    const body = await response.text();
    const said = health.safeParse(parseJson(body));
    return {
      kind: "answered",
      status: response.status,
      milliseconds: Math.round(performance.now() - start),
      release: response.headers.get("x-kit-release"),
      digest: said.success ? (said.data.digest ?? null) : null,
    };
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    const reason = late ? `no answer within ${timeout} ms` : "the connection failed";
    return { kind: "unreachable", reason, late };
  }
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
