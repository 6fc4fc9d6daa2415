import { durationMs } from "../config/index.ts";
import { type Answer, defineGate, type GateFacts } from "./define.ts";

/**
 * Passes when the release in question, and no other, answers with the status and in the time asked for.
 * Tried again after a while, since a platform takes seconds to send everyone to a new version.
 */
export const health = defineGate({
  type: "health",
  async evaluate({ path, status, within, retries, interval }, facts) {
    const limit = durationMs(within);
    let wasReached = false;
    for (let attempt = 0; ; attempt++) {
      const answer = await facts.probe(path, Math.max(limit * 2, 5_000));
      wasReached ||= answer.kind === "answered" || answer.late === true;
      const objection = objectionTo(answer, status, limit, facts);
      if (!objection) return { result: "passed", reason: passed(answer, path, facts) };
      if (attempt === retries) {
        const reason = `${path} ${objection} (asked ${attempt + 1} times)`;
        return { result: "failed", reason, ...(!wasReached && { world: true }) };
      }
      await facts.sleep(durationMs(interval));
    }
  },
});

function objectionTo(answer: Answer, status: number, limit: number, facts: GateFacts): string | undefined {
  if (answer.kind === "unreachable") return `cannot be reached: ${answer.reason}`;
  if (answer.release !== facts.release) {
    return answer.release === null
      ? `answered ${answer.status} without x-kit-release, so it cannot be told which release that was`
      : `was answered by ${answer.release}, not by ${facts.release}`;
  }
  if (answer.status !== status) return `answered ${answer.status} instead of ${status}`;
  if (answer.digest !== facts.digest)
    return `answered as ${facts.release}, but with ${answer.digest ?? "no digest"}`;
  if (answer.milliseconds > limit) return `took ${answer.milliseconds} ms, more than ${limit} ms`;
  return undefined;
}

function passed(answer: Answer, path: string, { release }: GateFacts): string {
  const time = answer.kind === "answered" ? ` in ${answer.milliseconds} ms` : "";
  return `${release} answered ${path}${time}`;
}
