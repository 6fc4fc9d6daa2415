import { z } from "zod";

/** The release that serves while another is made ready: its tag, and the folder that its artifact is unpacked in. */
const serving = z.object({ release: z.string(), folder: z.string() });
export type Serving = z.infer<typeof serving>;

/**
 * What the runner says in `KIT_SERVING` of the release that serves; undefined where none does.
 * @throws Error when it is something else
 */
export function servingOf(env: NodeJS.ProcessEnv): Serving | undefined {
  const text = env.KIT_SERVING;
  if (text === undefined || text === "") return undefined;
  const parsed = serving.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`KIT_SERVING is "${text}", which the kit did not write; it is the kit's to set: unset it.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
