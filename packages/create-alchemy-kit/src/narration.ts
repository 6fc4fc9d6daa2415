import { relative } from "node:path";
import { bunCommand, nextCommands, printFeatures } from "@alchemy-kit/generators";
import type { Plan } from "@alchemy-kit/scaffold";
import type { CreateOptions } from "./options.ts";
import { shellWord } from "./shell-word.ts";

/** The commands to go on with, as they can be pasted. */
export function nextOf({ target, app, install }: CreateOptions): string[] {
  return [
    ...(isHere(target) ? [] : [`cd ${shellWord(target.given)}`]),
    ...(install ? [] : [`${bunCommand()} install`]),
    ...nextCommands(app),
  ];
}

/** What `--json` prints. */
export function answer(
  options: CreateOptions,
  made: { plan: Plan } | { files: readonly string[]; next: readonly string[] },
): string {
  const { target, app, template, repeat, install, git, dryRun } = options;
  const about = { path: target.path, app, ...chosen(template), dryRun, repeat };
  return JSON.stringify(
    "plan" in made ? { ...about, ...made } : { ...about, installed: install, committed: git, ...made },
  );
}

function chosen({ name, features }: CreateOptions["template"]) {
  return { template: name, with: printFeatures(features) };
}

/** What was made, and how to go on, for people. */
export function narration(options: CreateOptions): string {
  const { target, app } = options;
  return [
    `Made ${isHere(target) ? "a repository here" : target.given}, with the app “${app}” in it.`,
    ...kept(options),
    ...aboutBun(options),
    "",
    "Next:",
    ...nextOf(options).map((line) => `  ${line}`),
    "",
    "The same again:",
    `  ${options.repeat}`,
  ].join("\n");
}

function isHere({ path }: CreateOptions["target"]): boolean {
  return relative(process.cwd(), path) === "";
}

function kept({ target, git }: CreateOptions): string[] {
  if (target.kind === "new" || target.keeps.length === 0) return [];
  const committed = git ? "" : " Nothing was committed.";
  return [`Kept as it was: ${target.keeps.join(", ")}.${committed}`];
}

function aboutBun({ manager }: CreateOptions): string[] {
  if (bunCommand() !== "bun")
    return [
      "It runs on Bun, which is not installed here: “npx --yes bun” stands in for it. To have it: npm install --global bun",
    ];
  return manager.name === "bun" ? [] : [`It runs on Bun, though you came with ${manager.name}.`];
}
