import { picture, profilesOf } from "../../config/index.ts";
import { type DatabaseReview, describeHoldings } from "../../migrations/database-review.ts";
import { describeFault } from "../../migrations/describe-fault.ts";
import type { MigrationFault } from "../../migrations/review.ts";
import { planMigrations } from "../../operations/plan-migrations.ts";
import { planRelease, UnsupportedStep } from "../../rollout/plan-run.ts";
import { assertAlchemyRuns } from "../../workspace/installed-alchemy.ts";
import { loadApp } from "../../workspace/load-app.ts";
import { findApp, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { openApp, requireProfile } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import type { Terminal } from "../output/terminal.ts";

export const planCommand = defineCommand({
  usage: "plan <app> [--profile prod]",
  examples: ["plan shop", "plan shop --profile prod"],
  options: { profile: { type: "string" } },
  positionals: 1,
  async run({ positionals: [name], values }, terminal) {
    const workspace = findWorkspace(process.cwd());
    const place = findApp(workspace, name, process.cwd());
    assertAlchemyRuns(place);
    const { config } = await loadApp(place);
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
