import type { ProfileName } from "../config/index.ts";
import { type Split, sameSplit } from "../core/traffic.ts";
import { profileState } from "../ledger/state.ts";
import type { Engine } from "./ports/engine.ts";
import { workerOf } from "./worker-of.ts";

/** How often, in all, a doubtful answer is asked for, and milliseconds in between. */
const asking = { times: 4, interval: 1_000 };

/**
 * Asks the platform, again while the answer is doubtful: right after a change, some part of it may still
 * answer with what used to be so. What it goes on saying is believed.
 */
export async function settled<Answer>(
  { clock }: Pick<Engine, "clock">,
  ask: () => Promise<Answer>,
  isExpected: (answer: Answer) => boolean,
): Promise<Answer> {
  for (let time = 1; ; time++) {
    const answer = await ask();
    if (isExpected(answer) || time === asking.times) return answer;
    await clock.sleep(asking.interval);
  }
}

/** The live split of a profile. Doubtful when it is not what the ledger says, or nothing at all. */
export function trafficOn(engine: Engine, profile: ProfileName): Promise<Split> {
  const { traffic } = profileState(engine.ledger.state, profile);
  return settled(
    engine,
    () => engine.platform.traffic(workerOf(engine, profile)),
    (live) => live.length > 0 && (traffic.length === 0 || sameSplit(live, traffic)),
  );
}
