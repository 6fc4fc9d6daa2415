import { profilesOf } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import type { ValueChange } from "../core/variables.ts";
import type { Release } from "../ledger/state.ts";
import { bunRun } from "../runner/bun-command.ts";
import type { Delivery } from "../runner/delivery.ts";
import { type Compared, compareWithEnvironment } from "../runner/variables/compare-values.ts";
import { colour } from "./colour.ts";
import { faultOnGitHub } from "./on-github.ts";
import type { Terminal } from "./terminal.ts";

/** Whether a release serves with the values that the environment has. `json` is what `--json` says of it. */
export interface ValuesReport {
  code: 0 | 1;
  outcome: "values differ" | "values unknown" | undefined;
  json: { compared: boolean; changes: ValueChange[] };
}

/**
 * Where no upload was needed for a release that serves: tells whether the variables that its program reads have the
 * values that it was uploaded with. Names them, never a value.
 */
export async function reportValues(
  delivery: Delivery,
  profile: Run["profile"],
  release: Release,
  terminal: Terminal,
): Promise<ValuesReport> {
  const compared = await compareWithEnvironment(delivery, profile, release);
  const changes = compared.kind === "differ" ? compared.changes : [];
  const json = { compared: compared.kind === "same" || compared.kind === "differ", changes };
  const fault = faultOf(compared, delivery, profile, release);
  if (fault) {
    terminal.complain(`${colour.red("error")} ${fault.message}`);
    terminal.complain(`      ${colour.cyan(fault.command)}`);
    await faultOnGitHub(fault.message, fault.command, delivery.env);
    return { code: 1, outcome: fault.outcome, json };
  }
  if (compared.kind === "no password") {
    terminal.note(
      "not compared",
      `ALCHEMY_PASSWORD is not set, so nobody can tell whether ${release.name} has the values of this environment`,
    );
  }
  if (compared.kind === "same" && compared.unnamed.length > 0) {
    terminal.note(
      "in part",
      `${compared.unnamed.join(", ")} reads the environment by names that are not written there; only the values of names in capitals that the sources mention were compared`,
    );
  }
  return { code: 0, outcome: undefined, json };
}

interface Fault {
  outcome: NonNullable<ValuesReport["outcome"]>;
  message: string;
  command: string;
}

function faultOf(
  compared: Compared,
  { app }: Delivery,
  profile: Run["profile"],
  { name }: Release,
): Fault | undefined {
  if (compared.kind === "unreadable") {
    return {
      outcome: "values unknown",
      message: `With this ALCHEMY_PASSWORD it cannot be read which values ${name} was uploaded to ${profile} with, so whether they have changed is not known. Nothing was changed. Set the password that ${profile} was deployed with, and try again:`,
      command: bunRun(commandTo(app, profile)),
    };
  }
  if (compared.kind !== "differ") return undefined;
  const [first] = profilesOf(app.config.pipeline);
  const onward = first === profile ? "" : `, then ${bunRun(commandTo(app, profile))}`;
  return {
    outcome: "values differ",
    message: `${name} serves ${profile}, but with other values than this environment has: ${compared.changes.map(describe).join(", ")}. Nothing was changed: a version keeps the values that it was uploaded with. New values go out with a new release, and a release is new when its bytes are: change a line of apps/${app.name}/alchemy.run.ts such as export const values = "2"; and deploy that${onward}. To keep what serves, set the old values here.`,
    command: bunRun(`kit deploy ${app.name} --profile ${first ?? profile}`),
  };
}

function commandTo({ name, config }: Delivery["app"], profile: Run["profile"]): string {
  const verb = profilesOf(config.pipeline)[0] === profile ? "deploy" : "promote";
  return `kit ${verb} ${name} --profile ${profile}`;
}

function describe({ name, kind }: ValueChange): string {
  return kind === "added" ? `${name} (was not set)` : name;
}
