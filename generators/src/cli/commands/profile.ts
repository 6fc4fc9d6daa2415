import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkAppName, checkProfileName } from "@alchemy-kit/deploy/names";
import { apply, type Plan } from "@alchemy-kit/scaffold";
import { addProfile } from "../../app/add-profile.ts";
import { appFolder } from "../../app/app-folder.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { CHANGE_OPTIONS } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

const options = {
  before: { type: "string" },
  ...CHANGE_OPTIONS,
} as const;

/** `gen profile <app> <name>`: adds a profile, such as a region, to an app's alchemy.config.ts, before the last one. */
export const genProfile: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [app, name, ...more] = positionals;
  if (app === undefined || name === undefined || more.length > 0) {
    throw new CommandError(
      "usage",
      `Which app, and which profile? For example: ${genCommand()} profile shop eu`,
    );
  }
  const root = await openRepository(context);
  const config = configOf(root, app);
  const profile = checkProfileName(name);
  if (!profile.ok) {
    const instead = profile.suggestion === undefined ? "" : ` This would do: ${profile.suggestion}`;
    throw new CommandError(
      "usage",
      `“${name}” cannot be the name of a profile: ${profile.reason}.${instead}`,
    );
  }

  const before = await readFile(join(root, config), "utf8");
  const added = addProfile(before, profile.name, values.before);
  if (!added.ok) {
    throw new CommandError("usage", `${config} was left as it is: ${added.reason}. See docs/PROMOTION.md.`);
  }
  const plan: Plan = [{ kind: "edit", path: config, before, after: added.text }];
  const about = { app, profile: profile.name, profiles: added.profiles, path: config };
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about });
  await apply(root, plan, { signal });
  if (values.json) return out(JSON.stringify({ ...about, dryRun: false }));
  out(`Added ${profile.name} to ${config}. A release of ${app} now goes ${added.profiles.join(" → ")}.`);
  out(`See it drawn: ${bunCommand()} run kit plan ${app}`);
};

function configOf(root: string, app: string): string {
  const checked = checkAppName(app);
  const path = checked.ok ? `${appFolder(checked.name)}/alchemy.config.ts` : undefined;
  if (path !== undefined && existsSync(join(root, path))) return path;
  throw new CommandError(
    "usage",
    `There is no app “${app}” with an alchemy.config.ts. See: ${genCommand()} list`,
  );
}
