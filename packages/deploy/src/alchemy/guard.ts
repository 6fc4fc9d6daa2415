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
