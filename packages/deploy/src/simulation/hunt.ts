import { hashAtOnce } from "./digest.ts";
import { tell } from "./story.ts";
import { Table } from "./table.ts";

/** A story in which something happened that must not. */
export interface Failure {
  seed: number;
  violations: readonly string[];
  lines: readonly string[];
}

export interface Hunt {
  table: Table;
  stories: number;
  withTwoRunners: number;
  /** Stories in which a run waited for a time. */
  waits: number;
  /** The first, if any: the hunt ends there. */
  failure: Failure | undefined;
  /** What happened in the last story. */
  lastLines: readonly string[];
}

/** Tells one story after another, from a seed on, until one fails or all are told. */
export async function hunt(seed: number, stories: number): Promise<Hunt> {
  hashAtOnce();
  const found: Hunt = {
    table: new Table(),
    stories: 0,
    withTwoRunners: 0,
    waits: 0,
    failure: undefined,
    lastLines: [],
  };
  for (let at = seed; at < seed + stories && !found.failure; at++) {
    const { hadTwoRunners, waited, violations, lines } = await tell(at, found.table);
    found.stories += 1;
    found.lastLines = lines;
    if (hadTwoRunners) found.withTwoRunners += 1;
    if (waited) found.waits += 1;
    if (violations.length > 0) found.failure = { seed: at, violations, lines };
  }
  return found;
}

/** What went wrong, as it can be read, and how to see it again. */
export function describeFailure({ seed, violations, lines }: Failure): string {
  const again = `SEED=${seed} bun run test packages/deploy/src/simulation`;
  return [`seed ${seed}: ${violations[0]}`, ...lines, ...violations, `again: ${again}`].join("\n  ");
}

if (import.meta.main) {
  const [seed, stories] = process.argv.slice(2).map(Number);
  const { failure, stories: told } = await hunt(seed ?? 1, stories ?? 1000);
  console.log(failure ? describeFailure(failure) : `${told} stories, nothing found`);
  process.exit(failure ? 1 : 0);
}
