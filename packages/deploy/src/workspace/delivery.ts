import type { Account } from "../engine/ports/account.ts";
import type { Engine } from "../engine/ports/engine.ts";
import type { Target } from "../platform/cloudflare/api/target.ts";
import type { App } from "./load-app.ts";
import type { Workspace } from "./workspace.ts";

/** An engine at work for one app of a workspace, in an account. */
export interface Delivery extends Engine {
  workspace: Workspace;
  app: App;
  target: Target;
  account: Account;
  env: NodeJS.ProcessEnv;
  /** @throws Refusal when something that provisioning will need is missing */
  assertReady(): void;
  /** Tells GitHub, where this is a job of its, that nothing of a Worker is deployed any more. */
  notifyDestroyed(worker: string): Promise<void>;
}
