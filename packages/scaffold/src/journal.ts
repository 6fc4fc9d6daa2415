import { randomBytes } from "node:crypto";
import { link, mkdir, readdir, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Plan } from "./change.ts";
import { digestOf } from "./content.ts";
import { readText, remove, removeIfEmpty } from "./file.ts";
import type { Entry, Journal } from "./journal-schema.ts";
import { walkTo } from "./path.ts";
import { isRunning } from "./running.ts";
import { ScaffoldError } from "./scaffold-error.ts";
import { isMissing, isSystemError } from "./system-error.ts";

/** Where the journal lies inside the root of a plan. It is there only while a plan is being applied. */
const PLACE = ".kit/scaffold";
const JOURNAL = "journal.json";
const JUST_BEGUN = "Another change to these files has just begun. Nothing was changed; run this again.";

/** What the last step of an application may do to the tree beyond the plan. */
export type MayTouch = { mayChange: readonly string[]; mayMake: readonly string[] };

/** Where the new text of `path` is prepared: beside it, so that a rename puts it in place. */
export function stagedAt(journal: Journal, path: string): string {
  return join(dirname(path), `.${basename(path)}.new-${journal.id}`);
}

/** Where what was at an entry's path is kept, inside the root. */
export function keptAt(journal: Journal, slot: number): string {
  return join(PLACE, `kept-${journal.id}`, String(slot));
}

/**
 * Writes down what is about to be touched, before it is. The journal is also the lock: there is one at a time.
 *
 * @throws ScaffoldError when another one is there.
 */
export async function openJournal(root: string, plan: Plan, may: MayTouch): Promise<Journal> {
  const journal = await describe(root, plan, may);
  const place = join(root, PLACE);
  const kept = join(place, `kept-${journal.id}`);
  const draft = join(place, `draft-${journal.id}`);
  try {
    await mkdir(kept, { recursive: true });
    await writeFile(draft, JSON.stringify(journal));
    await link(draft, join(place, JOURNAL));
  } catch (error) {
    await remove(kept);
    if (isSystemError(error) && error.code === "EEXIST") throw new ScaffoldError([JUST_BEGUN]);
    throw error;
  } finally {
    await remove(draft);
    await tidy(place);
  }
  return journal;
}

/** The journal of a change that is under way, or was cut short. */
export async function readJournal(root: string): Promise<Journal | undefined> {
  const text = await readText(join(root, PLACE, JOURNAL));
  if (text === undefined) return undefined;
  const { journalSchema } = await import("./journal-schema.ts");
  return journalSchema.parse(JSON.parse(text));
}

/** Takes away what is left of a process that was killed just before its journal was there, or just after it was gone. */
export async function sweep(root: string): Promise<void> {
  const place = join(root, PLACE);
  for (const name of (await readdir(place).catch(isMissing)) ?? []) {
    const [, pid] = /^(?:kept|draft)-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !(await isRunning(Number(pid), new Date()))) await remove(join(place, name));
  }
  await tidy(place);
}

/** Takes the journal away: from here on the change stands (or is wholly undone). Then tidies up. */
export async function closeJournal(root: string, journal: Journal): Promise<void> {
  const place = join(root, PLACE);
  await unlink(join(place, JOURNAL));
  await remove(join(place, `kept-${journal.id}`));
  await tidy(place);
}

async function tidy(place: string): Promise<void> {
  await removeIfEmpty(place);
  await removeIfEmpty(dirname(place));
}

async function describe(root: string, plan: Plan, may: MayTouch): Promise<Journal> {
  const folders = new Set<string>();
  const entries: Entry[] = [];
  for (const change of plan) {
    if (change.kind === "write") {
      const walked = await walkTo(root, change.path);
      if ("problem" in walked) throw new ScaffoldError([walked.problem]);
      if (walked.missing) folders.add(walked.missing);
      entries.push({ kind: "new", path: change.path, digest: digestOf(change.after) });
    } else {
      const how = change.kind === "edit" ? "link" : "move";
      entries.push({ kind: "kept", path: change.path, slot: entries.length, how });
    }
  }
  for (const path of may.mayChange) {
    const there = (await readText(join(root, path))) !== undefined;
    entries.push(there ? { kind: "kept", path, slot: entries.length, how: "copy" } : { kind: "made", path });
  }
  for (const path of may.mayMake) entries.push({ kind: "made", path });
  const startedAt = new Date().toISOString();
  const id = `${process.pid}-${randomBytes(4).toString("hex")}`;
  return { id, pid: process.pid, startedAt, folders: [...folders], entries };
}
