import { join } from "node:path";
import { parseArgs } from "node:util";
import { apply, type Change } from "@alchemy-kit/scaffold";
import { repositoryRoot } from "../app/app-place.ts";
import { readFiles } from "../template/layer.ts";
import { templateNames, templatesFolder } from "../template/templates-folder.ts";
import { genCommand } from "./bun-command.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { putBack } from "./put-back.ts";

const options = {
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

/** `gen eject templates`: copies the kit's templates into the repository, which stamps from its own from then on. */
export const genEject: Command = async (args, surroundings) => {
  const { cwd, out, signal } = surroundings;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.join(" ") !== "templates") {
    throw new CommandError("usage", `What can be ejected is the templates: ${genCommand()} eject templates`);
  }
  const root = await repositoryRoot(cwd);
  await putBack(root, surroundings);
  if (templatesFolder(root) === join(root, "templates")) {
    throw new CommandError("usage", "This repository has templates of its own already: templates/");
  }
  const plan = await planEject();
  if (values["dry-run"]) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    out(values.json ? JSON.stringify({ dryRun: true, plan }) : showDiff(plan).trimEnd());
    return;
  }
  await apply(root, plan, { signal });
  const files = plan.map(({ path }) => path);
  if (values.json) out(JSON.stringify({ dryRun: false, files }));
  else out(story(await templateNames(), files.length));
};

/** All of it: a template may be laid on another, and features are beside them. */
async function planEject(): Promise<Change[]> {
  const files = await readFiles(templatesFolder());
  return files.map(({ path, text }) => ({ kind: "write", path: `templates/${path}`, after: text }));
}

function story(names: readonly string[], count: number): string {
  return [
    `Copied ${names.join(" and ")} into templates/: ${count} files, yours to change.`,
    `From here on, ${genCommand()} app and update use them. A folder more is a template more.`,
    "Count up the version in its template.json with each change: that is how an update is named.",
  ].join("\n");
}
