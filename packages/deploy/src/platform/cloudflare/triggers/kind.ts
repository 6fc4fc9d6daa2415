import type { Target } from "../../target.ts";
import type { CloudflareApi } from "../api/client.ts";

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

/** The API, and the account that is asked. */
export interface Account {
  api: CloudflareApi;
  target: Target;
}
