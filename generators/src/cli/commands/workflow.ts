import { parseArgs } from "node:util";
import { apply } from "@alchemy-kit/scaffold";
import { planWorkflow } from "../../app/plan-workflow.ts";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { isWorkflow, WORKFLOWS, workflowPath } from "../../template/workflows.ts";
import { CHANGE_OPTIONS } from "../change-options.ts";
import type { Command } from "../command.ts";
import { openRepository } from "../open-repository.ts";
import { printDryRun } from "../print-dry-run.ts";

/** `gen workflow <name>`: one more GitHub workflow, of those that not every repository wants. */
export const genWorkflow: Command = async (args, context) => {
  const { out, signal } = context;
  const { values, positionals } = parseArgs({ args, options: CHANGE_OPTIONS, allowPositionals: true });
  const [name = "", ...more] = positionals;
  if (!isWorkflow(name) || more.length > 0) throw new CommandError("usage", choice());
  const root = await openRepository(context);
  const path = workflowPath(name);
  const plan = await planWorkflow(root, name);
  const about = { workflow: name, path };
  if (values["dry-run"]) return printDryRun(context, plan, { json: values.json, about });
  await apply(root, plan, { signal });
  if (values.json) return out(JSON.stringify({ ...about, dryRun: false }));
  const isNew = plan.some((change) => change.path === path);
  out(isNew ? `Wrote ${path}: ${WORKFLOWS[name]}.` : `${path} is there already.`);
  for (const other of plan.filter((change) => change.path !== path))
    out(`${other.kind === "write" ? "Wrote" : "Edited"} ${other.path}.`);
  if (plan.some((change) => change.path === "package.json")) out(`Then: ${bunCommand()} install`);
};

function choice(): string {
  const lines = Object.entries(WORKFLOWS).map(
    ([name, does]) => `  ${genCommand()} workflow ${name}: ${does}`,
  );
  return ["Which workflow? There is:", ...lines].join("\n");
}
