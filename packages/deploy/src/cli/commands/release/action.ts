import type { Call, Options } from "../../command/command.ts";
import type { Outcome } from "../../output/outcome.ts";
import type { Terminal } from "../../output/terminal.ts";

/** The flags of all actions together; each names those that are its own. */
export const releaseOptions = {
  release: { type: "string" },
  reason: { type: "string" },
  provenance: { type: "boolean" },
  rebuild: { type: "boolean" },
  keep: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
} as const satisfies Options;

type Flag = keyof typeof releaseOptions;

/** One thing that `kit release` does. */
export interface ReleaseAction {
  /** How it is called, without `kit`. */
  usage: string;
  examples: readonly string[];
  flags: readonly Flag[];
  /** Most arguments it takes, the app among them. */
  positionals: number;
  run(
    positionals: readonly string[],
    values: Call<typeof releaseOptions>["values"],
    terminal: Terminal,
  ): Promise<Outcome>;
}
