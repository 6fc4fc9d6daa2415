import type { RunId } from "../../names/identity.ts";
import { openRuns } from "../../operations/open-runs.ts";
import { type AppStatus, isOverdue, type ProfileStatus, status } from "../../operations/status.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { appNames, findWorkspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { openApp } from "../open/open-app.ts";
import { colour } from "../output/colour.ts";
import type { Terminal } from "../output/terminal.ts";
import { trafficBar } from "../output/traffic-bar.ts";

export const statusCommand = defineCommand({
  usage: "status [<app>]",
  examples: ["status shop", "status shop --json"],
  options: {},
  positionals: 1,
  async run({ positionals: [name] }, terminal) {
    if (name !== undefined) {
      const one = await look(name, terminal);
      draw(one, terminal);
      return { code: codeOf([one]), json: one.status };
    }
    const looks: Look[] = [];
    for (const app of appNames(findWorkspace(process.cwd()))) looks.push(await look(app, terminal));
    for (const each of looks) draw(each, terminal);
    const apps = looks.map((each) => each.status);
    if (apps.length === 0) terminal.next("There is no app yet. Make one:", bunRun("gen app my-app"));
    return { code: codeOf(looks), json: { apps } };
  },
});

/** 1 where a run should have gone on by itself: no ticker came by. */
function codeOf(looks: readonly Look[]): number {
  const isLate = looks.some(({ status, overdue }) =>
    status.runs.some(({ id, until }) => until !== null && overdue.has(id)),
  );
  return isLate ? 1 : 0;
}

interface Look {
  status: AppStatus;
  /** Since when nothing has happened to the runs that should have got further by now. */
  overdue: Map<RunId, string>;
}

async function look(app: string, terminal: Terminal): Promise<Look> {
  const delivery = await openApp(app, terminal, { byLedger: true });
  const overdue = openRuns(delivery).filter((run) => isOverdue(run, delivery.clock.now()));
  return {
    status: await status(delivery),
    overdue: new Map(overdue.map(({ id, since }) => [id, since])),
  };
}

function draw({ status: { app, profiles, runs }, overdue }: Look, terminal: Terminal): void {
  terminal.say(colour.bold(app));
  for (const [profile, state] of Object.entries(profiles)) drawProfile(profile, state, terminal);
  for (const { id, release, profile, state, waitingFor, step, until } of runs) {
    const where = waitingFor
      ? `waits at ${colour.bold(waitingFor)}${until ? ` until ${until}` : ""}`
      : `is ${state}${step ? ` at ${step}` : ""}`;
    const since = overdue.get(id);
    const late = since ? colour.red(`; nothing has happened to it since ${since}`) : "";
    terminal.say(`  ${colour.yellow("…")} ${id} ${release} → ${profile} ${where}${late}`);
    if (state === "interrupted") terminal.next("    Finish it:", bunRun(`kit resume ${app}`));
    if (until) terminal.next("    Then go on:", bunRun(`kit tick ${app}`));
    else if (waitingFor)
      terminal.next("    Let it through:", bunRun(`kit approve ${app} --gate ${waitingFor}`));
  }
}

function drawProfile(profile: string, state: ProfileStatus, terminal: Terminal): void {
  if (state.traffic.length === 0) {
    terminal.say(`  ${profile.padEnd(12)} ${colour.dim("nothing released yet")}`);
    return;
  }
  const paint = state.health === "healthy" ? colour.green : colour.red;
  const release = state.release ?? "not a release of the kit";
  terminal.say(
    `  ${profile.padEnd(12)} ${trafficBar(state.traffic)} ${colour.bold(release)} ${paint(state.health ?? "unknown")} ${colour.dim(state.url ?? "")}`,
  );
}
