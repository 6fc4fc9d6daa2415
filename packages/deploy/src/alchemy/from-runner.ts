import type { z } from "zod";

/**
 * What the runner hands to the infrastructure program as JSON in a variable of the environment; `undefined` where it
 * handed nothing.
 * @throws Error when it is something else
 */
export function fromRunner<Schema extends z.ZodType>(
  env: NodeJS.ProcessEnv,
  name: `KIT_${string}`,
  schema: Schema,
): z.infer<Schema> | undefined {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${name} is "${text}", which the kit did not write; it is the kit's to set: unset it.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
