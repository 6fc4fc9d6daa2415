#!/usr/bin/env node
import { CommandError } from "@alchemy-kit/generators";
import { create } from "./create.ts";
import { help } from "./help.ts";
import { planRepository } from "./plan-repository.ts";
import { answer, nextOf, story } from "./story.ts";
import { readWish } from "./wish.ts";

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return console.log(help(process.env));
  const abort = new AbortController();
  const interrupt = () => abort.abort(new CommandError("interrupted", "Interrupted. Nothing was made."));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);

  const tell = (text: string) => console.error(text);
  const [command, ...rest] = args;
  if (command === "update") {
    const { genUpdate } = await import("@alchemy-kit/generators/update");
    const out = (text: string) => console.log(text);
    return genUpdate(rest, { cwd: process.cwd(), out, tell, signal: abort.signal });
  }
  const wish = await readWish(args, process.cwd(), process.env);
  const plan = await planRepository(wish);
  if (wish.dryRun) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    return console.log(wish.json ? answer(wish, { plan }) : showDiff(plan).trimEnd());
  }
  await create(wish, plan, { signal: abort.signal, tell });
  const files = plan.map((change) => change.path);
  console.log(wish.json ? answer(wish, { files, next: nextOf(wish) }) : story(wish));
}

/** Node's own refusal of an option is the user's mistake as well. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  const isUsage =
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isUsage ? 2 : 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = exitCodeOf(error);
}
