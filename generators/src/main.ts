#!/usr/bin/env bun
import type { Command, CommandContext } from "./cli/command.ts";
import { canAsk, runCommandLine } from "./cli/command-line.ts";
import { genCommand } from "./shared/bun-command.ts";
import { CommandError } from "./shared/command-error.ts";

const help = (gen: string) => `Stamps apps out of templates, and takes them away again.

  ${gen} app shop
      a React page, a Worker API and a D1 database, in apps/shop
  ${gen} app shop --with kv,queue
      with these instead of the database: any of d1, kv, r2, do, queue, workflow, cron; or none
  ${gen} worker mail
      a Worker with no front end
  ${gen} app shop --dry-run
      what that would write, as a diff
  ${gen} profile shop eu
      one more place that a release of shop passes through, before prod
  ${gen} workflow reconcile
      one more GitHub workflow: reconcile, security, release or feed
  ${gen} remove shop
      exactly the inverse
  ${gen} update
      brings what was stamped to what this kit stamps now, your edits kept: a three-way merge
  ${gen} adopt ../old-worker --dry-run
      a wrangler or alchemy project becomes an app, its code untouched
  ${gen} leave shop --dry-run
      takes the kit out of an app: what remains is a plain alchemy app
  ${gen} eject templates
      copies the templates and these generators into this repository, to have your own
  ${gen} list
      the templates there are, and the apps stamped from them

Options
  app <name>      --with d1   --template app   --dry-run   --json   --yes   --no-install
  worker <name>   the same, from the template “worker”
  profile <app> <name>   --before prod   --dry-run   --json   --yes
  workflow <name> --dry-run   --json   --yes
  remove <name>   --force (changed files too)   --dry-run   --json   --yes   --no-install
  update [<name>] --dry-run   --json   --yes   --no-install
  adopt <folder>  --name shop   --dry-run   --json   --yes   --no-install
  leave <app>     --dry-run   --json   --yes   --no-install
  eject templates --dry-run   --json   --yes   --no-install
  list            --json

Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted. Nothing is ever left half made.`;

const commands: Record<string, () => Promise<Command>> = {
  app: async () => (await import("./cli/commands/app.ts")).genApp,
  worker: async () => (await import("./cli/commands/app.ts")).genWorker,
  profile: async () => (await import("./cli/commands/profile.ts")).genProfile,
  workflow: async () => (await import("./cli/commands/workflow.ts")).genWorkflow,
  remove: async () => (await import("./cli/commands/remove.ts")).genRemove,
  update: async () => (await import("./cli/commands/update.ts")).genUpdate,
  adopt: async () => (await import("./cli/commands/adopt.ts")).genAdopt,
  leave: async () => (await import("./cli/commands/leave.ts")).genLeave,
  eject: async () => (await import("./cli/commands/eject.ts")).genEject,
  "merge-lockfile": async () => (await import("./cli/commands/merge-lockfile.ts")).genMergeLockfile,
  list: async () => (await import("./cli/commands/list.ts")).genList,
};

async function main(args: readonly string[], context: CommandContext): Promise<void> {
  if (args.includes("--help")) return context.out(help(genCommand()));
  const [name, ...rest] = args;
  if (name === undefined && canAsk()) {
    const { ask } = await import("./cli/ask/ask.ts");
    return ask(context);
  }
  if (name === undefined || name === "--json") {
    throw new CommandError(
      "usage",
      `What shall be made, and its name? For example: ${genCommand()} app shop`,
    );
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    throw new CommandError(
      "usage",
      `There is no “${name}”. There is: ${Object.keys(commands).join(", ")}; see --help.`,
    );
  }
  const command = await load();
  await command(rest, context);
}

const args = process.argv.slice(2);
const about = { interrupted: "Interrupted. Everything is as it was.", help: () => `${genCommand()} --help` };
await runCommandLine(args, about, (context) => main(args, context));
