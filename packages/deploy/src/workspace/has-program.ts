import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App } from "./load-app.ts";

/** Whether the app has a program of its own, or only resources named in its config. */
export function hasProgram(app: Pick<App, "dir">): boolean {
  return existsSync(join(app.dir, "alchemy.run.ts"));
}
