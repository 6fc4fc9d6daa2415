import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import type { Content } from "@alchemy-kit/scaffold";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filesOf, stampOf, VERSIONS } from "../testing/snapshots.ts";
import { planUpdate, type TreeUpdate } from "./plan-update.ts";

/*
 * Any edits to any version, updated to any later one. Each line that is added is one of a kind, so that it can be
 * looked for afterwards.
 */

const shop = nameOf("shop");
const stamps = await Promise.all(VERSIONS.map(async (version) => filesOf(await stampOf(version, shop))));

function nameOf(name: string): AppName {
  const checked = checkAppName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

type LineEdit = { kind: "insert" | "replace" | "delete"; file: number; line: number };
type Edit = LineEdit | { kind: "remove"; file: number } | { kind: "move"; file: number } | { kind: "add" };

const where = { file: fc.nat(20), line: fc.nat(30) };
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom("insert", "replace", "delete"), ...where }),
  fc.record({ kind: fc.constant("remove"), file: fc.nat(20) }),
  fc.record({ kind: fc.constant("move"), file: fc.nat(20) }),
  fc.record({ kind: fc.constant("add") }),
);
const versions = fc
  .tuple(fc.nat(VERSIONS.length - 1), fc.nat(VERSIONS.length - 1))
  .map(([one, other]): [number, number] => (one < other ? [one, other] : [other, one]));

type Done = {
  files: Map<string, Content>;
  /** The lines that were added. */
  added: string[];
  removed: string[];
  deleted: string[];
  /** Lines of the stamp that were replaced, in files that are still in their place. */
  replaced: { path: string; line: string; by: string }[];
};

function editAll(base: ReadonlyMap<string, Content>, edits: readonly Edit[]): Done {
  const done: Done = { files: new Map(base), added: [], removed: [], deleted: [], replaced: [] };
  for (const [number, edit] of edits.entries()) editOnce(done, edit, `mine ${number}`);
  const alive = (token: string) =>
    [...done.files.values()].some((content) => linesOf(content).includes(token));
  return {
    ...done,
    added: done.added.filter(alive),
    removed: done.removed.filter((path) => !done.files.has(path)),
    replaced: done.replaced.filter(({ path, by }) => linesOf(done.files.get(path)).includes(by)),
  };
}

function editOnce(done: Done, edit: Edit, token: string): void {
  if (edit.kind === "add") {
    done.files.set(`${token}.txt`, `${token}\n`);
    done.added.push(token);
    return;
  }
  const path = [...done.files.keys()][edit.file % done.files.size];
  const content = path === undefined ? undefined : done.files.get(path);
  if (path === undefined || content === undefined) return;
  if (edit.kind === "remove") {
    done.files.delete(path);
    done.removed.push(path);
  } else if (edit.kind === "move") {
    done.files.delete(path);
    done.files.set(`${path}.${token}`, content);
  } else if (typeof content === "string") editText(done, edit, path, content, token);
}

function editText(done: Done, { kind, line }: LineEdit, path: string, text: string, token: string): void {
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(ending);
  const at = line % lines.length;
  const [old = ""] = lines.splice(at, kind === "insert" ? 0 : 1, ...(kind === "delete" ? [] : [token]));
  done.files.set(path, lines.join(ending));
  if (kind !== "delete") done.added.push(token);
  if (kind === "delete") done.deleted.push(old);
  if (kind === "replace") done.replaced.push({ path, line: old, by: token });
}

function linesOf(content: Content | undefined): string[] {
  return typeof content === "string" ? content.split(/\r?\n/) : [];
}

function apply(ours: ReadonlyMap<string, Content>, { plan }: TreeUpdate): Map<string, Content> {
  const files = new Map(ours);
  for (const change of plan) {
    if (change.kind === "write") expect(files.has(change.path)).toBe(false);
    else expect(files.get(change.path)).toEqual(change.before);
    if (change.kind === "remove") files.delete(change.path);
    else files.set(change.path, change.after);
  }
  return files;
}

/** Tries it with any edits. */
function always(check: (it: ReturnType<typeof updated>) => void): void {
  fc.assert(
    fc.property(versions, fc.array(edit, { maxLength: 8 }), (pair, edits) => check(updated(pair, edits))),
    { numRuns: 400 },
  );
}

function updated([from, to]: [number, number], edits: readonly Edit[]) {
  const base = stampAt(from);
  const theirs = stampAt(to);
  const done = editAll(base, edits);
  const update = planUpdate({ base, ours: done.files, theirs }, { ours: "yours", theirs: "the template" });
  const after = apply(done.files, update);
  return { base, theirs, done, update, after };
}

function stampAt(index: number): ReadonlyMap<string, Content> {
  const stamp = stamps[index];
  if (!stamp) throw new Error(`There are ${stamps.length} versions.`);
  return stamp;
}

describe("with any edits, from any version to any later one", () => {
  it("no line that was added is lost", () => {
    always(({ done, after }) => {
      const lines = new Set([...after.values()].flatMap(linesOf));
      expect(done.added.filter((token) => !lines.has(token))).toEqual([]);
    });
  });

  it("no line that was deleted comes back", () => {
    always(({ base, theirs, done, update, after }) => {
      const inConflict = update.report.filter(({ what }) => what === "conflict");
      for (const line of done.deleted) {
        const count = (files: Iterable<Content>) =>
          [...files].flatMap(linesOf).filter((it) => it === line).length;
        const isOne = count(base.values()) === 1 && count(theirs.values()) === 1;
        if (isOne && inConflict.length === 0) expect(count(after.values())).toBe(0);
      }
    });
  });

  it("no conflict is missed: a line replaced here and gone there is one", () => {
    always(({ base, theirs, done, update }) => {
      for (const { path, line } of done.replaced) {
        const wasOnce = linesOf(base.get(path)).filter((other) => other === line).length === 1;
        const isAnywhere = [...theirs.values()].some((content) => linesOf(content).includes(line));
        if (!wasOnce || isAnywhere || line.trim() === "") continue;
        const inConflict = update.report.filter(({ what }) => what === "conflict");
        expect(inConflict.some((report) => report.path === path || report.from === path)).toBe(true);
      }
    });
  });

  it("a conflict is named exactly where a file has markers, or no text could", () => {
    always(({ theirs, update, after }) => {
      const named = update.report.filter(({ what }) => what === "conflict").map(({ path }) => path);
      const marked = [...after]
        .filter(([, content]) => linesOf(content).includes("<<<<<<< yours"))
        .map(([path]) => path);
      expect(named).toEqual(expect.arrayContaining(marked));
      for (const path of named) {
        const dropped = !theirs.has(path) && typeof after.get(path) === "string";
        expect(marked.includes(path) || after.has(`${path}.stamped`) || dropped).toBe(true);
      }
    });
  });

  it("what was removed stays away", () => {
    always(({ base, theirs, done, after }) => {
      for (const path of done.removed) {
        const isNew = theirs.has(path) && !base.has(path);
        if (!isNew && theirs.has(path) === base.has(path)) expect(after.has(path)).toBe(false);
      }
    });
  });

  it("what was left alone is as it would be stamped", () => {
    always(({ base, theirs, done, after }) => {
      for (const [path, content] of theirs) {
        const alone = base.has(path) && done.files.get(path) === base.get(path);
        if (alone) expect(after.get(path)).toEqual(content);
      }
    });
  });

  it("updated again, nothing is done", () => {
    always(({ theirs, after }) => {
      const again = planUpdate(
        { base: theirs, ours: after, theirs },
        { ours: "yours", theirs: "the template" },
      );
      expect(again).toEqual({ plan: [], report: [] });
    });
  });
});
