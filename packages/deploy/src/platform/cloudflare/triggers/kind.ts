import type { Target } from "../../target.ts";
import type { CloudflareClient } from "../client.ts";

/** One kind of trigger, as Cloudflare's API knows it. Everything can be done twice. */
export interface TriggerKind<Trigger> {
  /** What tells two of them apart. */
  nameOf(trigger: Trigger): string;
  /** @throws PlatformError when it leads elsewhere and is not to be taken over */
  set(worker: string, trigger: Trigger): Promise<void>;
  /** Whether it leads to this Worker. */
  isSet(worker: string, trigger: Trigger): Promise<boolean>;
  /** Takes away one that leads to this Worker; any other stays. */
  drop(worker: string, trigger: Trigger): Promise<void>;
}

/** What it takes to reach the API of one account. */
export interface Api {
  client: CloudflareClient;
  target: Target;
}

export function accountPath({ target }: Api): string {
  return `/accounts/${target.accountId}`;
}
