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

/** In a job on GitHub: sets what came of it as outputs of its step, and tells it in the job's summary. */
export async function tellGitHub(told: Told, env: NodeJS.ProcessEnv): Promise<void> {
  const { app, profile, release, digest, url, outcome, reason } = told;
  await setOutputs({ app, profile, release, digest, url, outcome }, env);
  const why = reason ? `: ${oneLine(reason)}` : "";
  const line = `**${app}** ${release} → **${profile}**: ${outcome}${why}`;
  await addSummary(`${line}  \n<${url}> · \`${digest.slice(0, 19)}…\``, env);
}

/**
 * In a job on GitHub: a notice that is shown with the run, for what is no failure and yet wants somebody.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-a-notice-message
 */
export async function noticeOnGitHub(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (!env.GITHUB_ACTIONS) return;
  process.stderr.write(`::notice::${oneLine(text)}\n`);
  await addSummary(`> [!NOTE]\n> ${oneLine(text)}`, env);
}

/** What others wrote must not begin a line of its own, which could be a command to the runner. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}
