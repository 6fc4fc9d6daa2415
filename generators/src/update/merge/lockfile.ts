/** The parts of a bun.lock that have an entry for each app or package: what stands between two, and their order. */
const PARTS = {
  workspaces: { between: "\n", compare: byText },
  packages: { between: "\n\n", compare: byDepth },
} as const;

type Part = keyof typeof PARTS;
const NAMES = ["workspaces", "packages"] as const satisfies readonly Part[];

/** A bun.lock: the entries of those parts as they are written, by their keys, and the text around them. */
export type Lockfile = { frame: string; entries: Record<Part, ReadonlyMap<string, string>> };

/** Takes a bun.lock apart. A part that is not there, or written otherwise than Bun does, stays in the frame. */
export function readLockfile(text: string): Lockfile {
  return {
    frame: NAMES.reduce((frame, part) => frame.replace(bodyIn(part), "$1$3"), text),
    entries: { workspaces: entriesIn(text, "workspaces"), packages: entriesIn(text, "packages") },
  };
}

/** Puts a bun.lock together, its entries in Bun's order. */
export function writeLockfile({ frame, entries }: Lockfile): string {
  return NAMES.reduce((text, part) => {
    const { between, compare } = PARTS[part];
    const sorted = [...entries[part]].sort(([a], [b]) => compare(a, b)).map(([, entry]) => entry);
    const body = sorted.length === 0 ? "" : `${sorted.join(between)}\n`;
    return text.replace(bodyIn(part), (_all, head: string, _body, tail: string) => head + body + tail);
  }, frame);
}

/** The heading of a part, its entries, and its end. */
function bodyIn(part: Part): RegExp {
  return new RegExp(`(^ {2}"${part}": \\{\\n)((?: {4}.*\\n|\\n)*)(^ {2}\\})`, "m");
}

function entriesIn(text: string, part: Part): Map<string, string> {
  const [, , body = ""] = bodyIn(part).exec(text) ?? [];
  const entries = body.split(/^(?= {4}")/m).filter((entry) => entry !== "");
  return new Map(entries.map((entry) => [/^ {4}"([^"]*)"/.exec(entry)?.[1] ?? "", entry.trimEnd()]));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** What is nearer to the root comes first, and `wrap/x` before `wrap-cjs/a`. */
function byDepth(a: string, b: string): number {
  const [left, right] = [stepsOf(a), stepsOf(b)];
  const at = left.findIndex((step, index) => step !== right[index]);
  return left.length - right.length || byText(left[at] ?? "", right[at] ?? "");
}

/** `a/@b/c/d` is `d` in `@b/c` in `a`. */
function stepsOf(key: string): string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
}
