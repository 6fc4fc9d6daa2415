import { profilesOf } from "../../config/index.ts";
import type { Run } from "../../core/run.ts";
import { workerOf } from "../../engine/worker-of.ts";
import { spread } from "../../integrations/notify-all.ts";
import type { Release } from "../../ledger/state.ts";
import type { Sent } from "../../operations/send.ts";
import { runStatus } from "../../operations/status.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { colour } from "./colour.ts";
import { type Next, noticeOnGitHub, tellGitHub } from "./on-github.ts";
import type { Outcome } from "./outcome.ts";
import { reportValues } from "./report-values.ts";
import type { Terminal } from "./terminal.ts";

/** Tells how sending a release to a profile went, and what to do next. */
export async function reportSent(
  delivery: Delivery,
  profile: Run["profile"],
  sent: Sent,
  terminal: Terminal,
): Promise<Outcome> {
  if (sent.kind === "unchanged") return reportUnchanged(delivery, profile, sent.release, terminal);
  const outcome = await reportRun(delivery, sent.run, terminal);
  if (outcome.code !== 0 || !uploadedNothing(sent.run)) return outcome;
  const { code, json: values } = await reportValues(delivery, profile, sent.release, terminal);
  return { code, json: { ...outcome.json, values } };
}

async function reportUnchanged(
  delivery: Delivery,
  profile: Run["profile"],
  release: Release,
  terminal: Terminal,
): Promise<Outcome> {
  const { app, env } = delivery;
  const { name, digest } = release;
  const [url, values] = await Promise.all([
    shownUrl(delivery, profile),
    reportValues(delivery, profile, release, terminal),
  ]);
  const outcome = values.outcome ?? "unchanged";
  const told = { app: app.name, profile, release: name, digest, url, outcome };
  const next = values.code === 0 ? onward(delivery, profile) : [];
  if (values.code === 0) {
    terminal.say(`${colour.green(name)} serves ${profile} already: ${url}. There was nothing to do.`);
  }
  for (const { why, command } of next) terminal.next(why, command);
  await tellGitHub(told, { pipeline: app.config.pipeline, run: undefined, next }, env);
  return { code: values.code, json: { ...told, run: null, values: values.json } };
}

/** It changed what the config says of the profile, and nothing else. */
function uploadedNothing({ steps }: Run): boolean {
  return steps.every(({ kind }) => kind === "apply");
}

/** Tells how a run went, here and to those outside, and what to do next. */
export async function reportRun(delivery: Delivery, run: Run, terminal: Terminal): Promise<Outcome> {
  const { app, env } = delivery;
  const { profile, release, digest, state } = run;
  const url = await shownUrl(delivery, profile);
  const outcome = state.kind === "ended" ? state.outcome : "waiting";
  const reason = state.kind === "active" ? "" : state.reason;
  const told = { app: app.name, profile, release, digest, url, outcome, reason };
  const next = nextAfter(delivery, run);
  sayHow(run, url, terminal);
  for (const { why, command } of next) terminal.next(why, command);
  await tellGitHub(told, { pipeline: app.config.pipeline, run, next }, env);
  if (state.kind === "waiting") {
    const commands = next.map(({ command }) => `“${command}”`).join(", then ");
    const how = state.until ? `Go on after ${state.until} by` : "Approve it by";
    noticeOnGitHub(`${release} of ${app.name} waits at ${state.gate}: ${reason}. ${how} ${commands}.`, env);
  }
  await spread(delivery, run, url);
  const code = outcome === "succeeded" ? 0 : outcome === "waiting" ? 3 : 1;
  return { code, json: { ...told, run: runStatus(run, true) } };
}

function sayHow({ release, profile, state }: Run, url: string, terminal: Terminal): void {
  if (state.kind === "ended" && state.outcome === "succeeded") {
    terminal.say(`${colour.green(release)} serves ${profile}: ${url}`);
  } else if (state.kind === "ended") {
    terminal.complain(`${colour.red(release)} did not get to ${profile} (${state.outcome}). ${state.reason}`);
  } else if (state.kind === "waiting") {
    const gate = colour.bold(state.gate);
    terminal.say(
      `${colour.yellow(release)} waits at the gate ${gate} on its way to ${profile}: ${state.reason}.`,
    );
  }
}

function nextAfter(delivery: Delivery, { state, kind, profile }: Run): Next[] {
  const app = delivery.app.name;
  if (state.kind === "waiting" && state.until) {
    return [{ why: `Go on after ${state.until}:`, command: bunRun(`kit tick ${app}`) }];
  }
  if (state.kind === "waiting") {
    return [
      { why: "Approve it:", command: bunRun(`kit approve ${app} --gate ${state.gate}`) },
      { why: "Then go on:", command: bunRun(`kit resume ${app}`) },
    ];
  }
  if (state.kind === "ended" && state.outcome === "succeeded") {
    return kind === "release" ? onward(delivery, profile) : [];
  }
  return [{ why: "What serves now:", command: bunRun(`kit status ${app}`) }];
}

function onward({ app }: Delivery, profile: Run["profile"]): Next[] {
  const profiles = profilesOf(app.config.pipeline);
  const after = profiles[profiles.indexOf(profile) + 1];
  return after ? [{ why: "Onward:", command: bunRun(`kit promote ${app.name} --profile ${after}`) }] : [];
}

async function shownUrl(delivery: Delivery, profile: Run["profile"]): Promise<string> {
  return (await delivery.platform.url(workerOf(delivery, profile))).href.replace(/\/$/, "");
}
