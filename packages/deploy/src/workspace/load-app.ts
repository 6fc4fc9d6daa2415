import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type AppConfig, ConfigError, evaluate } from "../config/index.ts";
import type { Progress } from "../engine/ports/progress.ts";
import type { AppState } from "../ledger/state.ts";
import { messageOf, Refusal } from "../names/user-error.ts";
import type { AppPlace } from "./workspace.ts";

/** An app and what its alchemy.config.ts says. */
export interface App extends AppPlace {
  config: AppConfig;
}

/** @throws Refusal when alchemy.config.ts cannot be loaded, or says something that cannot be */
export async function loadApp(place: AppPlace): Promise<App> {
  const file = join(place.dir, "alchemy.config.ts");
  const shown = `apps/${place.name}/alchemy.config.ts`;
  const config = await evaluated(file, shown);
  if (config.name === place.name) return { ...place, config };
  throw new Refusal(
    "config-misnamed",
    `${shown} names the app "${config.name}", but its folder is apps/${place.name}.`,
    {
      kind: "usage",
    },
  );
}

/** The app, or `undefined` where its config cannot be read; that is said, and why. */
export async function loadAppIfSound(place: AppPlace, progress: Progress): Promise<App | undefined> {
  try {
    return await loadApp(place);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    progress.note("config", `${error.message} Going by the ledger.`);
    return undefined;
  }
}

/** An app as its ledger alone knows it: the profiles that it was taken to, and the standard health gate. */
export function appByLedger(place: AppPlace, { profiles }: AppState): App {
  const known = Object.fromEntries([...profiles.keys()].map((profile) => [profile, {}]));
  return { ...place, config: { name: place.name, profiles: known, resources: {}, pipeline: [] } };
}

async function evaluated(file: string, shown: string): Promise<AppConfig> {
  let definition: unknown;
  try {
    definition = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new Refusal("config-unloadable", `${shown} cannot be loaded: ${firstLine(error)}`, {
      kind: "usage",
      cause: error,
    });
  }
  if (typeof definition !== "object" || definition === null || !("default" in definition)) {
    throw new Refusal(
      "config-unloadable",
      `${shown} has no default export; write: export default defineApp({ … }).`,
      {
        kind: "usage",
      },
    );
  }
  try {
    return await evaluate(definition.default);
  } catch (error) {
    if (error instanceof ConfigError)
      throw new Refusal("config-invalid", `${shown}: ${error.message}`, { kind: "usage", cause: error });
    throw new Refusal("config-invalid", `${shown}: setup() threw: ${firstLine(error)}`, {
      kind: "usage",
      cause: error,
    });
  }
}

/** The first thing that is wrong, with its line where Bun's parser tells one. */
function firstLine(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const line = first instanceof BuildMessage && first.position ? `line ${first.position.line}: ` : "";
  return `${line}${messageOf(first).split("\n", 1)[0]}`;
}
