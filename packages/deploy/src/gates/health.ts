import { z } from "zod";
import { durationMs, durationSchema } from "../names/duration.ts";
import { strictObject } from "../names/strict-object.ts";
import { type Answer, defineGateKind, type GateSubject } from "./kind.ts";

/** `path` has to answer `status` within `within`, by the release itself; it is asked again `retries` times. */
export const healthSchema = strictObject({
  type: z.literal("health"),
  path: z.string().startsWith("/", { error: 'must start with "/"' }).default("/api/health"),
  status: z.int().min(100).max(599).default(200),
  within: durationSchema.default("2s"),
  retries: z.int().min(0).max(1000).default(5),
  interval: durationSchema.default("500ms"),
});
export type HealthGate = z.output<typeof healthSchema>;

/** A health gate of which nothing was said. */
export const defaultHealthGate: HealthGate = healthSchema.parse({ type: "health" });

/**
 * Passes when the release in question, and no other, answers with the status and in the time asked for.
 * Tried again after a while, since a platform takes seconds to send everyone to a new version.
 */
export const health = defineGateKind({
  type: "health",
  schema: healthSchema,
  placement: "verifies",
  needs: ["probe", "clock"],
  describe: ({ path }) => `health ${path}`,
  async evaluate({ path, status, within, retries, interval }, subject, { probe, clock }) {
    const limit = durationMs(within);
    let wasReached = false;
    for (let attempt = 0; ; attempt++) {
      const answer = await probe(path, Math.max(limit * 2, 5_000));
      wasReached ||= answer.kind === "answered" || answer.late === true;
      const objection = objectionTo(answer, status, limit, subject);
      if (!objection) return { result: "passed", reason: passed(answer, path, subject) };
      if (attempt === retries) {
        const reason = `${path} ${objection} (asked ${attempt + 1} times)`;
        return { result: "failed", reason, ...(!wasReached && { environmental: true }) };
      }
      await clock.sleep(durationMs(interval));
    }
  },
});

function objectionTo(
  answer: Answer,
  status: number,
  limit: number,
  { release, digest }: GateSubject,
): string | undefined {
  if (answer.kind === "unreachable") return `cannot be reached: ${answer.reason}`;
  if (answer.release !== release) {
    return answer.release === null
      ? `answered ${answer.status} without x-kit-release, so it cannot be told which release that was`
      : `was answered by ${answer.release}, not by ${release}`;
  }
  if (answer.status !== status) return `answered ${answer.status} instead of ${status}`;
  if (answer.digest !== digest) return `answered as ${release}, but with ${answer.digest ?? "no digest"}`;
  if (answer.milliseconds > limit) return `took ${answer.milliseconds} ms, more than ${limit} ms`;
  return undefined;
}

function passed(answer: Answer, path: string, { release }: GateSubject): string {
  const time = answer.kind === "answered" ? ` in ${answer.milliseconds} ms` : "";
  return `${release} answered ${path}${time}`;
}
