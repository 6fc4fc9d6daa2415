#!/usr/bin/env node
import { type CommandContext, canAsk, runCommandLine } from "@alchemy-kit/generators";
import { create } from "./create.ts";
import { help } from "./help.ts";
import { packageManager } from "./package-manager.ts";
import { planRepository } from "./plan-repository.ts";
import { answer, nextOf, story } from "./story.ts";
import { readWish, selfCommand } from "./wish.ts";

async function main(args: readonly string[], context: CommandContext): Promise<void> {
  const { cwd, out, log, signal } = context;
  if (args.includes("--help")) return out(help(process.env));
  const [command, ...rest] = args;
  if (command === "update") {
    const { genUpdate } = await import("@alchemy-kit/generators/update");
    return genUpdate(rest, context);
  }
  const wish = await readWish(await spoken(args, context), cwd, process.env);
  const plan = await planRepository(wish);
  if (wish.dryRun) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    return out(wish.json ? answer(wish, { plan }) : showDiff(plan).trimEnd());
  }
  await create(wish, plan, { signal, log });
  const files = plan.map((change) => change.path);
  out(wish.json ? answer(wish, { files, next: nextOf(wish) }) : story(wish));
}

/** The arguments, or what somebody answers who has given none. */
async function spoken(args: readonly string[], { cwd, signal }: CommandContext): Promise<readonly string[]> {
  if (args.length > 0 || !canAsk()) return args;
  const { askForArguments } = await import("./ask.ts");
  return askForArguments(cwd, process.env, signal);
}

const args = process.argv.slice(2);
const self = () => selfCommand(packageManager(undefined, process.env.npm_config_user_agent), ["--help"]);
const about = { interrupted: "Interrupted. Nothing was made.", help: self };
await runCommandLine(args, about, (context) => main(args, context));
