import type { ProfileName } from "../config/index.ts";
import { workerName } from "../config/index.ts";
import type { Engine } from "./ports/engine.ts";

/** The Worker of an app's profile. */
export function workerOf({ app }: Pick<Engine, "app">, profile: ProfileName): string {
  return workerName(app.name, profile);
}
