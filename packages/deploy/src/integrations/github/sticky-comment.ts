import { z } from "zod";
import { ask } from "./ask.ts";
import type { Job } from "./job.ts";

const comment = z.object({
  id: z.number().int(),
  body: z.string().default(""),
  user: z.object({ login: z.string() }).nullable(),
});

/** Who a workflow's own token speaks as. */
const SELF = "github-actions[bot]";

/**
 * Says something in one comment on a pull request, always the same one.
 * @param pull its number
 * @param about what the comment is about: one comment each
 * @param text Markdown
 * @param isNews whether a first comment is to be made, where there is none yet
 */
export async function stickyComment(
  job: Job,
  pull: number,
  { about, text, isNews }: { about: string; text: string; isNews: boolean },
): Promise<void> {
  const mark = `<!-- alchemy-kit: ${about} -->`;
  const own = await find(job, pull, mark);
  const body = { body: `${mark}\n${text}` };
  if (own) await ask(job, { method: "PATCH", path: `issues/comments/${own.id}`, body }, comment);
  else if (isNews) await ask(job, { method: "POST", path: `issues/${pull}/comments`, body }, comment);
}

/** A comment of ours: anybody could write one that only looks so. */
async function find(job: Job, pull: number, mark: string) {
  const size = 100;
  for (let page = 1; ; page++) {
    const path = `issues/${pull}/comments?per_page=${size}&page=${page}`;
    const comments = await ask(job, { path }, z.array(comment));
    const own = comments.find(({ body, user }) => user?.login === SELF && body.startsWith(mark));
    if (own || comments.length < size) return own;
  }
}
