import { findRepository } from "../../integrations/github/find-repository.ts";
import type { Item } from "../../integrations/github/setup/item.ts";
import { apply, compare } from "../../integrations/github/setup/set-up.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { colour } from "../output/colour.ts";
import type { Terminal } from "../output/terminal.ts";

/** Source: https://docs.github.com/en/rest/deployments/environments#create-or-update-an-environment */
const LONGEST_WAIT = 43_200;

export const githubCommand = defineCommand({
  usage:
    "github setup|status [--dry-run] [--reviewer <login or org/team>]… [--wait-timer <minutes>] [--strict] [--replace-secrets]",
  examples: ["github setup --dry-run", "github setup", "github status"],
  options: {
    "dry-run": { type: "boolean" },
    reviewer: { type: "string", multiple: true },
    "wait-timer": { type: "string" },
    strict: { type: "boolean" },
    "replace-secrets": { type: "boolean" },
  },
  positionals: 1,
  async run({ positionals: [action = ""], values, raw }, terminal) {
    if (action !== "setup" && action !== "status") {
      throw new Refusal("usage", `kit github has no action "${action}"; it has setup, status.`, {
        kind: "usage",
        action: kit("github status"),
      });
    }
    const workspace = findWorkspace(process.cwd());
    const repository = await findRepository(workspace, process.env);
    const wishes = {
      reviewers: values.reviewer ?? [],
      waitTimer: minutes(values["wait-timer"]),
      strict: values.strict === true,
      replaceSecrets: values["replace-secrets"] === true,
    };
    terminal.say(colour.bold(repository.repository));
    const found = await compare(workspace, repository, wishes, process.env);
    const isDry = action === "status" || values["dry-run"] === true;
    const items: Item[] = [];
    for (const item of found) {
      const after = item.kind === "change" && !isDry ? await apply(item) : item;
      show(after, terminal);
      items.push(after);
    }
    const flags = raw.filter((word) => word !== action && word !== "--dry-run");
    sayNext(items, { isDry, again: bunRun(["kit github setup", ...flags].join(" ")) }, terminal);
    const json = { repository: repository.repository, changed: !isDry, items: items.map(told) };
    return { code: codeOf(items, action, values["dry-run"] === true), json };
  },
});

/** @throws Refusal for what is no number of minutes that GitHub takes */
function minutes(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (number <= LONGEST_WAIT) return number;
  throw new Refusal("usage", `--wait-timer ${given} is no number of minutes from 0 to ${LONGEST_WAIT}.`, {
    kind: "usage",
    action: kit("github setup", undefined, { "wait-timer": "10" }),
  });
}

function show(item: Item, terminal: Terminal): void {
  switch (item.kind) {
    case "there":
      terminal.say(`${colour.green("✓")} ${item.what}`);
      break;
    case "change":
      terminal.say(`${colour.yellow("+")} ${item.what}: ${item.how}`);
      break;
    case "missing":
      terminal.say(
        `${colour.red("✗")} ${item.what}: ${colour.red("missing")}\n    ${colour.cyan(item.mend)}`,
      );
      break;
    case "impossible":
      terminal.say(
        `${colour.dim("·")} ${item.what}: not possible, ${item.why}\n    instead: ${item.instead}`,
      );
      break;
  }
}

function sayNext(
  items: readonly Item[],
  { isDry, again }: { isDry: boolean; again: string },
  terminal: Terminal,
): void {
  const changes = items.filter(({ kind }) => kind === "change").length;
  const lacks = items.some(({ kind }) => kind === "missing");
  if (changes > 0 && isDry) {
    terminal.say(`${changes} to be changed. Nothing was.`);
    terminal.next("Do it:", again);
  } else if (lacks) {
    terminal.next("With what is missing given, again:", again);
  } else {
    terminal.say(changes > 0 ? `${changes} changed.` : "Nothing to change.");
  }
}

/** 2: an answer is missing that cannot be asked for; 1: `status` found something that is not as it should be. */
function codeOf(items: readonly Item[], action: "setup" | "status", isRehearsal: boolean): number {
  const lacks = items.some(({ kind }) => kind === "missing");
  if (action === "status") return lacks || items.some(({ kind }) => kind === "change") ? 1 : 0;
  return lacks && !isRehearsal ? 2 : 0;
}

function told(item: Item): object {
  if (item.kind !== "change") return item;
  return { kind: item.kind, what: item.what, how: item.how };
}
