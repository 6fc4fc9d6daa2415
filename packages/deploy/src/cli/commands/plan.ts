import { picture, profilesOf } from "../../config/index.ts";
import type { MigrationFault } from "../../core/migration-fault.ts";
import { planRelease, UnsupportedStep } from "../../rollout/plan-run.ts";
import { type DatabaseReview, describeHoldings } from "../../runner/databases/review.ts";
import { describeFault } from "../../runner/describe-fault.ts";
import { loadApp } from "../../runner/load-app.ts";
import { planMigrations } from "../../runner/operations/plan-migrations.ts";
import { findApp, findWorkspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import { openApp, requireProfile } from "../open.ts";
import type { Terminal } from "../terminal.ts";

export const planCommand = defineCommand({
  summary: "the pipeline, as a picture, and what the next release would do to a profile's data",
  usage: "plan <app> [--profile prod]",
  examples: ["plan shop", "plan shop --profile prod"],
  options: { profile: { type: "string" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const workspace = findWorkspace(process.cwd());
    const { config } = await loadApp(findApp(workspace, name, process.cwd()));
    terminal.say(colour.bold(config.name));
    terminal.say(picture(config.pipeline, { width: terminal.width }));
    const unsupported = profilesOf(config.pipeline).flatMap((profile) => {
      try {
        planRelease(config.pipeline, profile);
        return [];
      } catch (error) {
        if (error instanceof UnsupportedStep) return [error.message];
        throw error;
      }
    });
    for (const text of unsupported) terminal.fault("not yet", text);
    const { name: app, profiles, pipeline } = config;
    const json = { app, profiles, pipeline, unsupported };
    if (values.profile === undefined) return { code: 0, json };
    const migrations = await tellMigrations(app, values.profile, terminal);
    return { code: 0, json: { ...json, migrations } };
  },
});

/** What the next release would do to the data of a profile. Only this asks the account. */
async function tellMigrations(app: string, wanted: string, terminal: Terminal) {
  const delivery = await openApp(app, terminal);
  const profile = requireProfile(delivery, wanted, "plan");
  const { change, faults, databases } = await planMigrations(delivery, profile);
  const brings = change.brings.map(({ name }) => name);
  const what =
    brings.length > 0 ? `would bring ${brings.join(", ")}; no rollback will undo that` : "would bring none";
  terminal.note("migrations", `the next release to ${profile} ${what}`);
  for (const each of faults) tellFault(each, terminal);
  for (const database of databases) {
    const pending = database.pending.map(({ name }) => name);
    terminal.note("database", `${describeHoldings(database)}, would get ${pending.join(", ")}`);
    if (faults.length === 0) for (const each of database.faults) tellFault(each, terminal);
  }
  return { profile, brings, faults, databases: databases.map(databaseJson) };
}

function tellFault(fault: MigrationFault, terminal: Terminal): void {
  if (fault.severity === "breaks") terminal.fault("breaks", describeFault(fault));
  else terminal.note("at risk", describeFault(fault));
}

function databaseJson({ name, tables, pending, faults }: DatabaseReview) {
  return { name, tables, pending: pending.map((each) => each.name), faults };
}
