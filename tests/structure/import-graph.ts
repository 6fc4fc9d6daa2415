import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { specifiersOf } from "./specifiers.ts";

/** One file that names another of the same tree. Paths are relative to its root. */
export interface Edge {
  from: string;
  to: string;
}

/** The files of a tree and which of them import which, types included. */
export interface ImportGraph {
  files: readonly string[];
  edges: readonly Edge[];
}

const SOURCE = "**/*.{ts,tsx,js,jsx,mjs}";
const ENDINGS = ["", ".ts", ".tsx", ".js", "/index.ts"];

/**
 * Reads the source files below a folder.
 * @param root absolute path
 * @param counts whether a file is looked at, by its path relative to the root: leave tests out here
 */
export function importGraph(root: string, counts: (file: string) => boolean = () => true): ImportGraph {
  const files = [...new Bun.Glob(SOURCE).scanSync({ cwd: root })]
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file) && counts(file))
    .toSorted();
  const there = new Set(files);
  const edges = files.flatMap((from) =>
    specifiersOf(readFileSync(join(root, from), "utf8"))
      .filter((specifier) => specifier.startsWith("."))
      .flatMap((specifier) => {
        const path = normalize(join(dirname(from), specifier));
        const to = ENDINGS.map((ending) => path + ending).find((candidate) => there.has(candidate));
        return to === undefined ? [] : [{ from, to }];
      }),
  );
  return { files, edges };
}

/** The circles of files: each as `a.ts → b.ts → a.ts`, one for each set of files that all reach each other. */
export function fileCircles({ edges }: ImportGraph): string[] {
  return circles(edges).map((circle) => circle.join(" → "));
}

/**
 * The circles of folders, at every level: below each folder, what is directly in it (files and folders) must be able
 * to stand in a line. Each as `in products: kv → r2 → kv`, followed by an import for each arrow.
 */
export function folderCircles({ files, edges }: ImportGraph): string[] {
  const there = new Set(files);
  const folders = new Set(files.flatMap(foldersAbove));
  return [...folders].toSorted().flatMap((folder) => {
    const inside = edges.flatMap((edge) => {
      const [from, to] = [childOf(folder, edge.from), childOf(folder, edge.to)];
      return from !== undefined && to !== undefined && from !== to ? [{ from, to, edge }] : [];
    });
    const isFile = (child: string) => there.has(folder === "" ? child : `${folder}/${child}`);
    // Those of files alone are `fileCircles`.
    const ofFolders = circles(inside).filter((circle) => !circle.every(isFile));
    return ofFolders.map((circle) => {
      const examples = circle.slice(1).map((to, index) => {
        const example = inside.find((one) => one.from === circle[index] && one.to === to);
        return `  ${example?.edge.from} imports ${example?.edge.to}`;
      });
      return [`in ${folder || "."}: ${circle.join(" → ")}`, ...examples].join("\n");
    });
  });
}

/** `a/b/c.ts` → ``, `a`, `a/b` */
function foldersAbove(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/** What is directly in a folder on the way to a file: `b` for `a` and `a/b/c.ts`. */
function childOf(folder: string, file: string): string | undefined {
  if (folder === "") return file.split("/")[0];
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split("/")[0] : undefined;
}

/** For each set of nodes that all reach each other, the shortest way from one of them back to itself. */
function circles(edges: readonly Edge[]): string[][] {
  const next = targets(edges);
  const back = targets(edges.map(({ from, to }) => ({ from: to, to: from })));
  const explained = new Set<string>();
  return [...next.keys()].toSorted().flatMap((start) => {
    if (explained.has(start)) return [];
    const circle = wayBack(start, next);
    if (!circle) return [];
    const leadHere = reached(start, back);
    for (const node of reached(start, next)) if (leadHere.has(node)) explained.add(node);
    return [circle];
  });
}

function targets(edges: readonly Edge[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  return next;
}

function reached(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const to of next.get(node) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return seen;
}

/** The shortest way from a node to itself, that node at both ends. */
function wayBack(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const to of next.get(way.at(-1) ?? "") ?? []) {
      if (to === start) return [...way, start];
      if (seen.has(to)) continue;
      seen.add(to);
      ways.push([...way, to]);
    }
  }
  return undefined;
}
