#!/usr/bin/env bun
import { bunCommand, CommandError, nextCommands } from "@alchemy-kit/generators";
import { create } from "./create.ts";
import { readWish } from "./wish.ts";

const help = (
  create: string,
) => `Makes a repository for Cloudflare apps that know how to reach production, with a first app in it.

  ${create} ../my-app
      make it, install what it needs, commit it
  ${create} ../my-app --no-git
      without a git repository
  ${create} ../my-app --no-install
      without installing

Options: --no-install  --no-git  --json  --yes
Exit codes: 0 made, 1 failed, 2 not understood, 130 interrupted. Nothing is ever left half made.`;

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return console.log(help(`${bunCommand()} run create`));
  const abort = new AbortController();
  const interrupt = () => abort.abort(new CommandError("interrupted", "Interrupted. Nothing was made."));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);

  const wish = await readWish(args, process.cwd());
  const tell = (text: string) => console.error(text);
  const files = await create(wish, { signal: abort.signal, tell });
  const next = [
    `cd ${wish.given}`,
    ...(wish.install ? [] : [`${bunCommand()} install`]),
    ...nextCommands(wish.app),
  ];
  const { target, app, install, git } = wish;
  if (wish.json)
    console.log(JSON.stringify({ path: target, app, files, installed: install, committed: git, next }));
  else
    console.log(
      [
        `Made ${wish.given}, with the app “${app}” in it.`,
        "",
        "Next:",
        ...next.map((line) => `  ${line}`),
      ].join("\n"),
    );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}
