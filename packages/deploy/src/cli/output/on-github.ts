import { type Pipeline, picture } from "../../config/index.ts";
import type { Run } from "../../core/run.ts";
import type { RunStep } from "../../core/run-step.ts";
import { signOf } from "../../integrations/notifications/sign-of.ts";
import { addSummary, setOutputs } from "./github-files.ts";

/** What came of taking a release to a profile, or back. */
export interface Told {
  app: string;
  profile: string;
  release: string;
  digest: string;
  url: string;
  outcome: string;
  reason?: string;
}

/** What makes a summary of it. */
interface Around {
  pipeline: Pipeline;
  /** None where there was nothing to do. */
  run: Run | undefined;
  next: readonly Next[];
}

/** A command to go on with. */
export interface Next {
  why: string;
  command: string;
}

/** Columns of a summary's page. */
const WIDTH = 120;

/** In a job on GitHub: sets what came of it as outputs of its step, and tells it in the job's summary. */
export async function tellGitHub(told: Told, around: Around, env: NodeJS.ProcessEnv): Promise<void> {
  const { app, profile, release, digest, url, outcome } = told;
  await setOutputs({ app, profile, release, digest, url, outcome }, env);
  await addSummary(summaryOf(told, around), env);
}

/** A summary as Markdown: how it went, the pipeline as a row of boxes, how far it came, and what to do next. */
export function summaryOf(told: Told, { pipeline, run, next }: Around): string {
  const { app, profile, release, digest, url, outcome, reason } = told;
  return [
    `### ${signOf(outcome)} ${app} ${release} → ${profile}: ${outcome}`,
    ...(reason ? [oneLine(reason)] : []),
    ...(pipeline.length > 0 ? [`\`\`\`text\n${picture(pipeline, { width: WIDTH })}\n\`\`\``] : []),
    ...(run ? [stepsOf(run)] : []),
    `| release | digest | address |\n| --- | --- | --- |\n| ${release} | \`${digest.slice(0, 19)}…\` | <${url}> |`,
    ...next.map(({ why, command }) => `${why} \`${command}\``),
  ].join("\n\n");
}

function stepsOf(run: Run): string {
  const shown = run.steps.map((step, at) => ({ step, text: `${markOf(run, at)} ${nameOf(step)}` }));
  return shown
    .filter(({ step }) => step.kind !== "apply" || run.triggers)
    .map(({ text }) => text)
    .join(" → ");
}

function markOf({ state, position }: Run, at: number): string {
  if (at < position || (state.kind === "ended" && state.outcome === "succeeded")) return "✅";
  if (at > position) return "▫️";
  return state.kind === "ended" ? "❌" : "⏳";
}

function nameOf(step: RunStep): string {
  switch (step.kind) {
    case "gate":
      return step.name;
    case "provision":
      return "upload";
    case "shift":
      return `${step.candidate} % of the traffic`;
    case "apply":
      return "triggers";
  }
}

/**
 * In a job on GitHub: a notice that is shown with the run, for what is no failure and yet wants somebody.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-a-notice-message
 */
export function noticeOnGitHub(text: string, env: NodeJS.ProcessEnv): void {
  if (env.GITHUB_ACTIONS) process.stderr.write(`::notice::${oneLine(text)}\n`);
}

/** In a job on GitHub: an error that is shown with the run, and in the job's summary, with what mends it. */
export async function faultOnGitHub(
  message: string,
  action: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (!env.GITHUB_ACTIONS) return;
  process.stderr.write(`::error::${oneLine(message)}\n`);
  await addSummary([`### ❌ ${oneLine(message)}`, ...(action ? [`\`${action}\``] : [])].join("\n\n"), env);
}

/** What others wrote must not begin a line of its own, which could be a command to the runner. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}
