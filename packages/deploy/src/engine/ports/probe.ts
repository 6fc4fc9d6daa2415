import type { Answer } from "../../gates/kind.ts";
import type { VersionId } from "../../names/identity.ts";

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
