import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { apply, type Plan } from "@alchemy-kit/scaffold";
import { besides } from "../../app/release-prerequisites.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { repositoryRoot } from "../../shared/repository-root.ts";
import { isWorkflow, readWorkflow, WORKFLOWS, workflowPath } from "../../template/workflows.ts";
import type { Command } from "../command.ts";
import { putBack } from "../put-back.ts";

const options = {
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

/** `gen workflow <name>`: one more GitHub workflow, of those that not every repository wants. */
export const genWorkflow: Command = async (args, surroundings) => {
  const { cwd, out, signal } = surroundings;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = "", ...more] = positionals;
  if (!isWorkflow(name) || more.length > 0) throw new CommandError("usage", choice());
  const root = await repositoryRoot(cwd);
  await putBack(root, surroundings);
  const path = workflowPath(name);
  const after = await readWorkflow(name);
  const before = existsSync(join(root, path)) ? await readFile(join(root, path), "utf8") : undefined;
  if (before !== undefined && before !== after) {
    throw new CommandError(
      "usage",
      `${path} is there already, and is not as it would be stamped: it was left.`,
    );
  }
  const own: Plan = before === undefined ? [{ kind: "write", path, after }] : [];
  const plan = [...own, ...(await besides(root, name))];
  if (values["dry-run"]) {
    const { showDiff } = await import("@alchemy-kit/scaffold/show");
    out(
      values.json ? JSON.stringify({ workflow: name, path, dryRun: true, plan }) : showDiff(plan).trimEnd(),
    );
    return;
  }
  await apply(root, plan, { signal });
  if (values.json) return out(JSON.stringify({ workflow: name, path, dryRun: false }));
  out(own.length > 0 ? `Wrote ${path}: ${WORKFLOWS[name]}.` : `${path} is there already.`);
  for (const more of plan.slice(own.length))
    out(`${more.kind === "write" ? "Wrote" : "Edited"} ${more.path}.`);
  if (plan.some((each) => each.path === "package.json")) out(`Then: ${bunCommand()} install`);
};

function choice(): string {
  const lines = Object.entries(WORKFLOWS).map(
    ([name, does]) => `  ${genCommand()} workflow ${name}: ${does}`,
  );
  return ["Which workflow? There is:", ...lines].join("\n");
}
