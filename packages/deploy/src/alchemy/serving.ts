import { z } from "zod";
import { fromRunner } from "./from-runner.ts";

/** The release that serves while another is made ready: its tag, and the folder that its artifact is unpacked in. */
const serving = z.object({ release: z.string(), folder: z.string() });
export type Serving = z.infer<typeof serving>;

/**
 * What the runner says in `KIT_SERVING` of the release that serves; undefined where none does.
 * @throws Error when it is something else
 */
export function servingOf(env: NodeJS.ProcessEnv): Serving | undefined {
  return fromRunner(env, "KIT_SERVING", serving);
}
