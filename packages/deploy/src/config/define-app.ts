import type { z } from "zod";
import type { definitionSchema } from "./definition.ts";
import type { ResourceReference, Setup, Steps } from "./recorder.ts";

/** What alchemy.config.ts exports: an app's name, its profiles and how a release travels through them. */
export type AppDefinition = Omit<z.input<typeof definitionSchema>, "setup"> & { setup?: Setup };

/** Says how an app is delivered. Checked when it is evaluated, so that an error can name its place. */
export function defineApp(definition: AppDefinition): AppDefinition {
  return definition;
}

let current: Steps | undefined;
let turn: Promise<unknown> = Promise.resolve();

/**
 * The same as {@link defineApp}, for a `setup` that takes nothing: inside it `Worker`, `alchemy.promote`,
 * `alchemy.gate` and `alchemy.deploy` record its steps.
 */
export const alchemy = Object.assign(
  (definition: Omit<AppDefinition, "setup"> & { setup?: () => unknown }): AppDefinition => {
    const { setup, ...rest } = definition;
    return setup === undefined ? rest : { ...rest, setup: (steps) => inTurn(steps, setup) };
  },
  {
    promote: (...step: Parameters<Steps["promote"]>) => recorder("alchemy.promote").promote(...step),
    deploy: (...step: Parameters<Steps["deploy"]>) => recorder("alchemy.deploy").deploy(...step),
    gate: (...step: Parameters<Steps["gate"]>) => recorder("alchemy.gate").gate(...step),
  },
);

/** Records a Worker of the app, to be named in a step's `resources`. It makes nothing. */
export function Worker(id: string, options: { entry: string }): ResourceReference {
  return recorder("Worker").worker(id, options);
}

/** One setup at a time: a global function such as `alchemy.promote` records into the one that is running. */
function inTurn(steps: Steps, setup: () => unknown): Promise<unknown> {
  const run = async () => {
    current = steps;
    try {
      await setup();
    } finally {
      current = undefined;
    }
  };
  turn = turn.then(run, run);
  return turn;
}

function recorder(name: string): Steps {
  if (current === undefined) throw new Error(`${name} was called outside the setup of alchemy({ … }).`);
  return current;
}
