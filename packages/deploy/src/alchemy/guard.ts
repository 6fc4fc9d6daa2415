import { checkProfileName } from "../config/index.ts";
import type { Owner } from "./script.ts";

/** What alchemy was started for: `release` is what `KIT_RELEASE` says, in a run of the kit. */
export type Start = {
  app: string;
  stage: string;
  phase: "up" | "destroy" | "read";
  release: string | undefined;
};

/**
 * Why alchemy may not touch this stage, given whose the script of its Worker is; undefined where it may.
 * A stage with releases is the kit's alone; a stranger's Worker is nobody's to take over.
 */
export function objection({ app, stage, phase, release }: Start, owner: Owner): string | undefined {
  if (release !== undefined && phase !== "read" && owner === "stranger") {
    return (
      `A Worker named ${app}-${stage} is in this account already and is not the kit's. Nothing was changed. ` +
      `Delete it (bun alchemy destroy --stage ${stage}, if plain alchemy made it), or name the profile differently.`
    );
  }
  if (release === undefined && phase !== "read" && owner === "kit") {
    const command =
      phase === "up"
        ? `bun alchemy deploy --profile ${stage}`
        : `bun run kit destroy ${app} --profile ${stage}`;
    return (
      `${app} has releases at ${stage}, which plain alchemy would go behind. Nothing was changed. ` +
      `Use: ${command}`
    );
  }
  return undefined;
}

/**
 * Why alchemy may not go on as it was started: `--profile` names a profile to people, and a set of credentials to
 * alchemy, which would go to its default stage. Undefined where it may.
 * @param argv what the program was started with
 * @param stage the stage that alchemy would go to
 */
export function profileObjection(
  argv: readonly string[],
  { STAGE }: NodeJS.ProcessEnv,
  stage: string,
): string | undefined {
  if (!argv.includes("--profile") || argv.includes("--stage") || STAGE) return undefined;
  const named = checkProfileName(argv[argv.indexOf("--profile") + 1] ?? "");
  const profile = named.ok ? named.name : "staging";
  return (
    `alchemy takes --profile for a set of credentials and would go to its stage ${stage}. Nothing was changed. ` +
    `Use: bun alchemy ${commandOf(argv)} --profile ${profile}, or --stage ${stage} if that is meant`
  );
}

function commandOf(argv: readonly string[]): string {
  if (argv.includes("--destroy")) return "destroy";
  if (argv.includes("--dev")) return "dev";
  if (argv.includes("--state-cmd")) return `state ${argv[argv.indexOf("--state-cmd") + 1] ?? "list"}`;
  return argv.includes("--read") ? "run" : "deploy";
}
