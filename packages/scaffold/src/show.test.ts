import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Plan } from "./change.ts";
import { showDiff } from "./show.ts";
import { readTree, withTree } from "./testing/tree.ts";

const plan: Plan = [
  { kind: "write", path: "new/file.txt", after: "hello\n" },
  { kind: "write", path: "new/empty", after: "" },
  { kind: "write", path: "new/run.sh", after: "#!/bin/sh\n", executable: true },
  { kind: "edit", path: "notes.md", before: "one\ntwo", after: "one\nthree\n" },
  { kind: "remove", path: "old.txt", before: "bye\n" },
];

it("shows a plan as a diff that git applies, to the same tree", () =>
  withTree({ "notes.md": "one\ntwo", "old.txt": "bye\n" }, async (root) => {
    const patch = join(root, "plan.patch");
    await writeFile(patch, showDiff(plan));
    execFileSync("git", ["apply", "--unsafe-paths", "plan.patch"], { cwd: root, stdio: "inherit" });
    const { "plan.patch": _, ...tree } = await readTree(root);
    expect(tree).toEqual({
      "new/file.txt": "hello\n",
      "new/empty": "",
      "new/run.sh": "#!/bin/sh\n",
      "notes.md": "one\nthree\n",
    });
  }));

it("names a file that is not text, and does not show it", () => {
  const plan: Plan = [{ kind: "write", path: "logo.png", after: { base64: "iVBORwAA" } }];
  expect(showDiff(plan)).toBe(
    "diff --git a/logo.png b/logo.png\nnew file mode 100644\nBinary files /dev/null and b/logo.png differ\n",
  );
});
