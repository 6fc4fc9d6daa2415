import { z } from "zod";
import { ask } from "./ask.ts";
import type { Job } from "./job.ts";

const issue = z.object({ number: z.number().int(), html_url: z.string() });

/**
 * Keeps one issue open for as long as there is something to say, and closes it then.
 * @param label by which it is known, and which no other issue may have
 * @param text Markdown; undefined when all is well
 * @returns where it is, if there is one
 */
export async function standingIssue(
  job: Job,
  { label, title, text }: { label: string; title: string; text: string | undefined },
): Promise<string | undefined> {
  const path = `issues?state=open&labels=${encodeURIComponent(label)}&per_page=1`;
  const [open] = await ask(job, { path }, z.array(issue));
  if (text === undefined) {
    const body = { state: "closed", state_reason: "completed" };
    if (open) await ask(job, { method: "PATCH", path: `issues/${open.number}`, body }, issue);
    return open?.html_url;
  }
  const made = open
    ? await ask(job, { method: "PATCH", path: `issues/${open.number}`, body: { title, body: text } }, issue)
    : await ask(job, { method: "POST", path: "issues", body: { title, body: text, labels: [label] } }, issue);
  return made.html_url;
}
