#!/usr/bin/env node
import { type CommandContext, canAsk, runCommandLine } from "@alchemy-kit/generators";
import { create } from "./create.ts";
import { help } from "./help.ts";
import { answer, narration, nextOf } from "./narration.ts";
import { readOptions } from "./options.ts";
import { packageManager } from "./package-manager.ts";
import { planRepository } from "./plan-repository.ts";
import { selfCommand } from "./self-command.ts";

async function main(args: readonly string[], context: CommandContext): Promise<void> {
  const { cwd, out, log, signal } = context;
  if (args.includes("--help")) return out(help(process.env));
  const [command, ...rest] = args;
  if (command === "update") {
    const { genUpdate } = await import("@alchemy-kit/generators/update");
    return genUpdate(rest, context);
  }
  const options = await readOptions(await argumentsOrAnswers(args, context), cwd, process.env);
  const plan = await planRepository(options);
  if (options.dryRun) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    return out(options.json ? answer(options, { plan }) : showDiff(plan).trimEnd());
  }
  await create(options, plan, { signal, log });
  const files = plan.map((change) => change.path);
  out(options.json ? answer(options, { files, next: nextOf(options) }) : narration(options));
}

/** The arguments, or the same from the answers of a user who has given none. */
async function argumentsOrAnswers(
  args: readonly string[],
  { cwd, signal }: CommandContext,
): Promise<readonly string[]> {
  if (args.length > 0 || !canAsk()) return args;
  const { askForArguments } = await import("./ask.ts");
  return askForArguments(cwd, process.env, signal);
}

const args = process.argv.slice(2);
const self = () => selfCommand(packageManager(undefined, process.env.npm_config_user_agent), ["--help"]);
const about = { interrupted: "Interrupted. Nothing was made.", help: self };
await runCommandLine(args, about, (context) => main(args, context));
