import { createTwoFilesPatch } from "diff";
import type { Change, Plan } from "./change.ts";

const NOTHING = "/dev/null";

/** The plan as one unified diff, which `git apply` understands. */
export function showDiff(plan: Plan): string {
  return plan.map(showChange).join("");
}

function showChange(change: Change): string {
  const before = change.kind === "write" ? NOTHING : `a/${change.path}`;
  const after = change.kind === "remove" ? NOTHING : `b/${change.path}`;
  const patch = createTwoFilesPatch(
    before,
    after,
    change.kind === "write" ? "" : change.before,
    change.kind === "remove" ? "" : change.after,
    "",
    "",
  );
  const [, ...lines] = patch.split("\n");
  const mode = change.kind === "write" && change.executable ? "100755" : "100644";
  const header = {
    write: `new file mode ${mode}\n`,
    edit: "",
    remove: `deleted file mode ${mode}\n`,
  };
  return `diff --git a/${change.path} b/${change.path}\n${header[change.kind]}${lines.join("\n")}`;
}
