import { createTwoFilesPatch } from "diff";
import type { Change, Plan } from "./change.ts";
import type { Content } from "./content.ts";

const NOTHING = "/dev/null";

/** The plan as one unified diff, which `git apply` understands. A file that is not text is only named in it. */
export function showDiff(plan: Plan): string {
  return plan.map(showChange).join("");
}

function showChange(change: Change): string {
  const mode = change.kind === "write" && change.executable ? "100755" : "100644";
  const header = {
    write: `new file mode ${mode}\n`,
    edit: "",
    remove: `deleted file mode ${mode}\n`,
  };
  return `diff --git a/${change.path} b/${change.path}\n${header[change.kind]}${showContents(change)}`;
}

function showContents(change: Change): string {
  const [from, before] =
    change.kind === "write" ? [NOTHING, ""] : [`a/${change.path}`, textOf(change.before)];
  const [to, after] = change.kind === "remove" ? [NOTHING, ""] : [`b/${change.path}`, textOf(change.after)];
  if (before === undefined || after === undefined) return `Binary files ${from} and ${to} differ\n`;
  const [, ...lines] = createTwoFilesPatch(from, to, before, after, "", "").split("\n");
  return lines.join("\n");
}

function textOf(content: Content): string | undefined {
  return typeof content === "string" ? content : undefined;
}
