import type { Finding } from "../names/finding.ts";
import type { AppPlace, Workspace } from "../workspace/workspace.ts";

/** What the local checks look at. */
export interface Scene {
  workspace: Workspace;
  apps: readonly AppPlace[];
  env: NodeJS.ProcessEnv;
}

/** One thing to look at. Reads only, and finds at least something. */
export type Check = (scene: Scene) => Promise<Finding[]>;
