import { z } from "zod";
import { ConfigError, problemsOf } from "./config-error.ts";
import { type AppConfig, configSchema } from "./definition.ts";
import { type Recording, record } from "./recorder.ts";

/**
 * Evaluates the default export of an alchemy.config.ts, in any spelling, once, into data.
 * What it returns is itself a definition, and evaluates to itself.
 * @throws ConfigError with everything that is wrong, each with its path
 */
export async function evaluate(definition: unknown): Promise<AppConfig> {
  const { data, calls } = await withoutSetup(definition);
  const read = configSchema.safeParse(data, {
    error: (issue) => (issue.input === undefined ? "missing" : undefined),
  });
  if (!read.success) throw new ConfigError(problemsOf(read.error, calls));
  return read.data;
}

const withSetup = z.looseObject({
  setup: z.custom<(...given: unknown[]) => unknown>((value) => typeof value === "function"),
  pipeline: z.undefined().optional(),
  resources: z.unknown().optional(),
});

/** The definition with what its `setup` recorded in the place of `setup`, and the calls that `setup` made. */
async function withoutSetup(definition: unknown): Promise<{ data: unknown; calls: string[] }> {
  const given = withSetup.safeParse(definition);
  if (!given.success) return { data: definition, calls: [] };
  const { setup, resources: written, ...rest } = given.data;
  const { steps, calls, resources } = await recorded(setup);
  const both = typeof written === "object" ? { ...written, ...resources } : resources;
  const declared = Object.keys(resources).length === 0 ? written : both;
  return { data: { ...rest, resources: declared, pipeline: steps }, calls };
}

async function recorded(setup: (...given: unknown[]) => unknown): Promise<Recording> {
  try {
    return await record(setup);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ConfigError([{ path: "setup", message }], { cause: thrown });
  }
}
