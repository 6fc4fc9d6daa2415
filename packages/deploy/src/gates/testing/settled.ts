import { z } from "zod";
import { durationMs, durationSchema } from "../../names/duration.ts";
import { strictObject } from "../../names/strict-object.ts";
import { defineGateKind } from "../kind.ts";

/** Milliseconds after which a release that could not be asked is asked again. */
const again = 60_000;

/**
 * A made-up kind of gate, for tests: pending until the release has run for a time, then inconclusive for as long as it
 * cannot be asked, then passed or failed by what it answers.
 */
export const settled = defineGateKind({
  type: "settled",
  schema: strictObject({ type: z.literal("settled"), after: durationSchema }),
  placement: "verifies",
  needs: ["probe", "clock"],
  describe: ({ after }) => `settled after ${after}`,
  async evaluate({ after }, { since, release }, { probe, clock }) {
    const until = new Date(since.getTime() + durationMs(after));
    if (clock.now() < until) return { result: "pending", reason: `not before ${until.toISOString()}`, until };
    const answer = await probe("/api/health", 5_000);
    if (answer.kind === "unreachable" || answer.release !== release) {
      const next = new Date(clock.now().getTime() + again);
      return { result: "inconclusive", reason: `${release} could not be asked`, until: next };
    }
    if (answer.status === 200) return { result: "passed", reason: "it settled" };
    return { result: "failed", reason: `it answered ${answer.status}` };
  },
});
