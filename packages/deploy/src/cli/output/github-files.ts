import { appendFile } from "node:fs/promises";

/**
 * Sets outputs of the step that this runs in; elsewhere does nothing.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-output-parameter
 */
export async function setOutputs(outputs: Record<string, string>, env: NodeJS.ProcessEnv): Promise<void> {
  if (!env.GITHUB_OUTPUT) return;
  const lines = Object.entries(outputs).map(([name, value]) => {
    // A delimiter that nobody can know, so that no value can end itself and set another output.
    const end = `end-${crypto.randomUUID()}`;
    return `${name}<<${end}\n${value}\n${end}\n`;
  });
  await appendFile(env.GITHUB_OUTPUT, lines.join(""));
}

/**
 * Adds a paragraph to the summary of the job that this runs in; elsewhere does nothing.
 * @param markdown shown as GitHub shows Markdown
 */
export async function addSummary(markdown: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n\n`);
}
