import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import type { Plan } from "./change.ts";
import { readTree, withTree } from "./testing/tree.ts";

const before = { "notes.md": "one\n", "old/a.txt": "a", "old/b.txt": "b" };
const plan: Plan = [
  { kind: "write", path: "apps/new/src/main.ts", after: "main" },
  { kind: "write", path: "apps/new/run.sh", after: "#!/bin/sh\n", executable: true },
  { kind: "write", path: "beside.md", after: "beside" },
  { kind: "edit", path: "notes.md", before: "one\n", after: "two\n" },
  { kind: "remove", path: "old/a.txt", before: "a" },
  { kind: "remove", path: "old/b.txt", before: "b" },
];
const after = {
  "apps/new/src/main.ts": "main",
  "apps/new/run.sh": "#!/bin/sh\n",
  "beside.md": "beside",
  "notes.md": "two\n",
};

describe("apply", () => {
  it("does what the plan says, and leaves nothing else behind", () =>
    withTree(before, async (root) => {
      await apply(root, plan);
      expect(await readTree(root)).toEqual(after);
    }));

  it("puts everything back, whichever step fails", () =>
    withTree(before, async (root) => {
      const steps: string[] = [];
      await withTree(before, (rehearsal) => apply(rehearsal, plan, { onStep: (what) => steps.push(what) }));
      expect(steps.length).toBeGreaterThan(8);
      for (const failing of steps) {
        const onStep = (what: string) => {
          if (what === failing) throw new Error(`no space left to ${what}`);
        };
        await expect(apply(root, plan, { onStep })).rejects.toThrow(`no space left to ${failing}`);
        expect(await readTree(root)).toEqual(before);
      }
    }));

  it("puts everything back when the last step fails, what that step made and changed included", () =>
    withTree({ ...before, lock: "v1" }, async (root) => {
      const finish = {
        mayChange: ["lock", "other-lock"],
        mayMake: ["apps/new/node_modules"],
        run: async () => {
          await writeFile(join(root, "lock"), "v2");
          await writeFile(join(root, "other-lock"), "v2");
          throw new Error("the registry does not answer");
        },
      };
      await expect(apply(root, plan, { finish })).rejects.toThrow("the registry does not answer");
      expect(await readTree(root)).toEqual({ ...before, lock: "v1" });
    }));

  it("says so when it is the system that fails", () =>
    withTree(before, async (root) => {
      const tooLong = `${"x".repeat(250)}/file`;
      const failing = apply(root, [...plan, { kind: "write", path: tooLong, after: "" }]);
      await expect(failing).rejects.toThrow(/ENAMETOOLONG.* Everything is as it was/s);
      expect(await readTree(root)).toEqual(before);
    }));

  it("puts everything back when it is aborted", () =>
    withTree(before, async (root) => {
      const abort = new AbortController();
      const finish = { mayChange: [], mayMake: [], run: async () => abort.abort(new Error("Ctrl-C")) };
      await expect(apply(root, plan, { finish, signal: abort.signal })).rejects.toThrow("Ctrl-C");
      expect(await readTree(root)).toEqual(before);
    }));

  it("takes one change at a time", () =>
    withTree({}, async (root) => {
      const second = apply(root, [{ kind: "write", path: "a", after: "" }], {
        finish: {
          mayChange: [],
          mayMake: [],
          run: () => apply(root, [{ kind: "write", path: "b", after: "" }]),
        },
      });
      await expect(second).rejects.toThrow("Another change to these files is under way");
      expect(await readTree(root)).toEqual({});
    }));
});

describe("apply changes nothing when", () => {
  const refused: [string, Plan, string][] = [
    [
      "a file is there already",
      [{ kind: "write", path: "notes.md", after: "" }],
      "notes.md is there already",
    ],
    [
      "an edited file has changed",
      [{ kind: "edit", path: "notes.md", before: "x", after: "y" }],
      "has changed since",
    ],
    ["a file to remove is gone", [{ kind: "remove", path: "gone", before: "" }], "gone is not there"],
    ["a path leaves the root", [{ kind: "write", path: "../evil", after: "" }], '".." parts'],
    ["a path is absolute", [{ kind: "write", path: "/evil", after: "" }], "relative to the root"],
    ["a path leads through a link", [{ kind: "write", path: "link/evil", after: "" }], "link is a link"],
    ["a path leads through a file", [{ kind: "write", path: "notes.md/x", after: "" }], "notes.md is a file"],
    ["a path is named twice", [...plan, ...plan], "names a path twice"],
    [
      "a file is also a folder",
      [
        { kind: "write", path: "x", after: "" },
        { kind: "write", path: "x/y", after: "" },
      ],
      "the plan has x as a file",
    ],
  ];
  it.each(refused)("%s", (_when, bad, why) =>
    withTree(before, async (root) => {
      await symlink("/", join(root, "link"));
      const found = await readTree(root);
      await expect(apply(root, [{ kind: "write", path: "fine", after: "" }, ...bad])).rejects.toThrow(why);
      expect(await readTree(root)).toEqual(found);
    }),
  );
});
