import { relative } from "node:path";
import { bunCommand, nextCommands, printFeatures } from "@alchemy-kit/generators";
import type { Plan } from "@alchemy-kit/scaffold";
import { shellWord } from "./shell-word.ts";
import type { Wish } from "./wish.ts";

/** The commands to go on with, as they can be pasted. */
export function nextOf({ place, app, install }: Wish): string[] {
  return [
    ...(isHere(place) ? [] : [`cd ${shellWord(place.given)}`]),
    ...(install ? [] : [`${bunCommand()} install`]),
    ...nextCommands(app),
  ];
}

/** What `--json` prints. */
export function answer(
  wish: Wish,
  made: { plan: Plan } | { files: readonly string[]; next: readonly string[] },
): string {
  const { place, app, template, repeat, install, git, dryRun } = wish;
  const about = { path: place.target, app, ...chosen(template), dryRun, repeat };
  return JSON.stringify(
    "plan" in made ? { ...about, ...made } : { ...about, installed: install, committed: git, ...made },
  );
}

function chosen({ name, features }: Wish["template"]) {
  return { template: name, with: printFeatures(features) };
}

/** What was made, and how to go on, for people. */
export function story(wish: Wish): string {
  const { place, app } = wish;
  return [
    `Made ${isHere(place) ? "a repository here" : place.given}, with the app “${app}” in it.`,
    ...kept(wish),
    ...aboutBun(wish),
    "",
    "Next:",
    ...nextOf(wish).map((line) => `  ${line}`),
    "",
    "The same again:",
    `  ${wish.repeat}`,
  ].join("\n");
}

function isHere({ target }: Wish["place"]): boolean {
  return relative(process.cwd(), target) === "";
}

function kept({ place, git }: Wish): string[] {
  if (place.kind === "new" || place.keeps.length === 0) return [];
  const committed = git ? "" : " Nothing was committed.";
  return [`Kept as it was: ${place.keeps.join(", ")}.${committed}`];
}

function aboutBun({ manager }: Wish): string[] {
  if (bunCommand() !== "bun")
    return [
      "It runs on Bun, which is not installed here: “npx --yes bun” stands in for it. To have it: npm install --global bun",
    ];
  return manager.name === "bun" ? [] : [`It runs on Bun, though you came with ${manager.name}.`];
}
