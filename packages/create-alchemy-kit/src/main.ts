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

  const wish = await readWish(args, process.cwd(), process.env);
  const plan = await planRepository(wish);
  if (wish.dryRun) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    return console.log(wish.json ? answer(wish, { plan }) : showDiff(plan).trimEnd());
  }
  await create(wish, plan, { signal: abort.signal, tell: (text) => console.error(text) });
  const files = plan.map((change) => change.path);
  console.log(wish.json ? answer(wish, { files, next: nextOf(wish) }) : story(wish));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}
