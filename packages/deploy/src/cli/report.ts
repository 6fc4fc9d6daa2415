import { profilesOf } from "../config/index.ts";
import type { Run } from "../core/run.ts";
import { bunRun } from "../runner/bun-command.ts";
import { type Delivery, workerOf } from "../runner/delivery.ts";
import type { Sent } from "../runner/operations/send.ts";
import { runStatus } from "../runner/operations/status.ts";
import { colour } from "./colour.ts";
import type { Outcome } from "./command.ts";
import { noticeOnGitHub, tellGitHub } from "./on-github.ts";
import type { Terminal } from "./terminal.ts";

/** Tells how sending a release to a profile went, and what to do next. */
export async function reportSent(
  delivery: Delivery,
  profile: Run["profile"],
  sent: Sent,
  terminal: Terminal,
): Promise<Outcome> {
  if (sent.kind === "ran") return reportRun(delivery, sent.run, terminal);
  const { name, digest } = sent.release;
  const url = await shownUrl(delivery, profile);
  terminal.say(`${colour.green(name)} serves ${profile} already: ${url}. There was nothing to do.`);
  sayOnward(delivery, profile, terminal);
  const told = { app: delivery.app.name, profile, release: name, digest, url, outcome: "unchanged" };
  await tellGitHub(told, delivery.env);
  return { code: 0, json: { ...told, run: null } };
}

/** Tells how a run went, and what to do next. */
export async function reportRun(delivery: Delivery, run: Run, terminal: Terminal): Promise<Outcome> {
  const { app } = delivery;
  const { profile, release, digest } = run;
  const url = await shownUrl(delivery, profile);
  const outcome = run.state.kind === "ended" ? run.state.outcome : "waiting";
  const reason = run.state.kind === "active" ? "" : run.state.reason;
  const told = { app: app.name, profile, release, digest, url, outcome, reason };
  const json = { ...told, run: runStatus(run, true) };
  await tellGitHub(told, delivery.env);

  if (run.state.kind === "waiting") {
    const { gate } = run.state;
    terminal.say(
      `${colour.yellow(release)} waits at the gate ${colour.bold(gate)} on its way to ${profile}: ${reason}.`,
    );
    const approve = bunRun(`kit approve ${app.name} --gate ${gate}`);
    const goOn = bunRun(`kit resume ${app.name}`);
    terminal.next("Approve it:", approve);
    terminal.next("Then go on:", goOn);
    await noticeOnGitHub(
      `${release} of ${app.name} waits at ${gate}: ${reason}. Approve it by “${approve}”, then “${goOn}”.`,
      delivery.env,
    );
    return { code: 3, json };
  }
  if (outcome === "succeeded") {
    terminal.say(`${colour.green(release)} serves ${profile}: ${url}`);
    if (run.kind === "release") sayOnward(delivery, profile, terminal);
    return { code: 0, json };
  }
  terminal.complain(`${colour.red(release)} did not get to ${profile} (${outcome}). ${reason}`);
  terminal.next("What serves now:", bunRun(`kit status ${app.name}`));
  return { code: 1, json };
}

function sayOnward({ app }: Delivery, profile: Run["profile"], terminal: Terminal): void {
  const profiles = profilesOf(app.config.pipeline);
  const onward = profiles[profiles.indexOf(profile) + 1];
  if (onward) terminal.next("Onward:", bunRun(`kit promote ${app.name} --profile ${onward}`));
}

async function shownUrl(delivery: Delivery, profile: Run["profile"]): Promise<string> {
  return (await delivery.platform.url(workerOf(delivery, profile))).href.replace(/\/$/, "");
}
