import { z } from "zod";

/** How a Worker is handed the messages of a queue; what is not said is Cloudflare's to choose. */
const consumer = z.object({
  /** The queue's id. */
  queue: z.string(),
  /** Name of the queue that takes what was tried too often. */
  deadLetterQueue: z.string().optional(),
  batchSize: z.number().optional(),
  maxConcurrency: z.number().optional(),
  maxRetries: z.number().optional(),
  /** Milliseconds. */
  maxWaitTime: z.number().optional(),
  /** Seconds. */
  retryDelay: z.number().optional(),
});
export type Consumer = z.infer<typeof consumer>;

const workflow = z.object({ name: z.string(), className: z.string() });
export type Workflow = z.infer<typeof workflow>;

/** One that leads elsewhere is taken over only where that is said. */
const takeOver = z.boolean().optional();
const route = z.object({ pattern: z.string(), zone: z.string().optional(), takeOver });
export type Route = z.infer<typeof route>;
const domain = z.object({ hostname: z.string(), zone: z.string().optional(), takeOver });
export type Domain = z.infer<typeof domain>;

/**
 * What brings work to a Worker. It belongs to the Worker and is no part of a version, so that it is changed
 * beside the traffic. The word is wrangler's: `wrangler triggers deploy`.
 * @see https://developers.cloudflare.com/workers/configuration/versions-and-deployments/
 */
export const triggers = z.object({
  /** UTC, as Cloudflare writes them: `0 3 * * *`. */
  crons: z.array(z.string()),
  consumers: z.array(consumer),
  workflows: z.array(workflow),
  routes: z.array(route),
  domains: z.array(domain),
});
export type Triggers = z.infer<typeof triggers>;

/** What may be there, and what is to be. */
export const triggerChange = z.object({ before: triggers, after: triggers });
export type TriggerChange = z.infer<typeof triggerChange>;

export const noTriggers: Triggers = { crons: [], consumers: [], workflows: [], routes: [], domains: [] };

export function hasTriggers(given: Triggers): boolean {
  return Object.values(given).some((some) => some.length > 0);
}

/** The change from one to the other; `undefined` where neither is anything. */
export function changeOf(before: Triggers, after: Triggers): TriggerChange | undefined {
  return hasTriggers(before) || hasTriggers(after) ? { before, after } : undefined;
}

/**
 * What may be there after a change. A Workflow stays, though nothing declares it any more: with it would go its
 * instances, which may have waited for weeks, and data is never rolled back.
 */
export function remaining({ before, after }: TriggerChange): Triggers {
  return { ...after, workflows: withTriggers(before, after).workflows };
}

/** All of both. Of what both have, the second says how it is. */
export function withTriggers(first: Triggers, second: Triggers): Triggers {
  return {
    crons: [...new Set([...first.crons, ...second.crons])],
    consumers: merged(first.consumers, second.consumers, ({ queue }) => queue),
    workflows: merged(first.workflows, second.workflows, ({ name }) => name),
    routes: merged(first.routes, second.routes, ({ pattern }) => pattern),
    domains: merged(first.domains, second.domains, ({ hostname }) => hostname),
  };
}

function merged<Trigger>(
  first: readonly Trigger[],
  second: readonly Trigger[],
  nameOf: (trigger: Trigger) => string,
): Trigger[] {
  return [...new Map([...first, ...second].map((each) => [nameOf(each), each])).values()];
}

/** Whether both say the same, in whatever order. */
export function sameTriggers(a: Triggers, b: Triggers): boolean {
  return inOrder(a) === inOrder(b);
}

function inOrder(given: Triggers): string {
  return JSON.stringify(
    Object.entries(given)
      .map(([kind, some]) => [kind, some.map((each) => JSON.stringify(each)).sort()])
      .sort(),
  );
}

/** Those in words: `2 crons, 1 queue consumer`. */
export function describeTriggers(given: Triggers): string {
  const counted = [
    counting(given.crons.length, "cron"),
    counting(given.consumers.length, "queue consumer"),
    counting(given.workflows.length, "workflow"),
    counting(given.routes.length, "route"),
    ...given.domains.map(({ hostname }) => hostname),
  ];
  return counted.filter((some) => some !== "").join(", ") || "none";
}

function counting(count: number, what: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
