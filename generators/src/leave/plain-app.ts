import type { Content } from "@alchemy-kit/scaffold";
import type { Files } from "../shared/files.ts";
import { mergeFile } from "../update/merge/merge-file.ts";
import { plainPackage } from "./plain-package.ts";
import { plainProgram } from "./plain-program.ts";
import { plainReadme } from "./plain-readme.ts";

/** What is the kit's alone. */
const OURS = ["kit.json", "alchemy.config.ts"];

/** A comment of one line that names one of the kit's commands. */
const COMMENT = /^[ \t]*\/\/.*`(bun run )?kit [^`]*`.*\n/gm;

/** `problems`: what uses the kit in a way that cannot be taken out without its owner. */
export type PlainApp = { files: Files; problems: string[] };

/**
 * The files of an app without the kit.
 *
 * @param base the files as they were stamped, as far as that is known
 */
export function plainApp(app: string, files: Files, base: Files): PlainApp {
  const problems: string[] = [];
  const hasVite = [...files.keys()].some((path) => /^vite\.config\.[cm]?[jt]s$/.test(path));
  const left = new Map<string, Content>();
  for (const [path, content] of files) {
    if (OURS.includes(path)) continue;
    const plain = typeof content === "string" ? plainText(path, content) : content;
    if (typeof plain === "string") problems.push(...usesOf(path, plain));
    left.set(path, plain);
  }
  return { files: left, problems };

  function plainText(path: string, text: string): string {
    if (path === "README.md") return readme(text);
    if (path === "package.json") {
      const plain = plainPackage(text, hasVite);
      if ("text" in plain) return plain.text;
      problems.push(...plain.unknown.map((name) => `package.json: the script “${name}” calls the kit`));
      return text;
    }
    if (!/\.[cm]?[jt]sx?$/.test(path)) return text;
    const plain = plainProgram(text);
    if ("text" in plain) return plain.text.replace(COMMENT, "");
    problems.push(...plain.unknown.map((name) => `${path}: takes ${name} from the kit`));
    return text;
  }

  /** What its owner wrote into it stays, also where that was about the kit. */
  function readme(text: string): string {
    const stamped = base.get("README.md");
    if (typeof stamped !== "string") return plainReadme(text, app);
    const contents = { base: stamped, ours: text, theirs: plainReadme(stamped, app) };
    const merged = mergeFile(contents, { ours: "yours", theirs: "plain" });
    return merged.kind === "conflict" || typeof merged.content !== "string" ? text : merged.content;
  }
}

function usesOf(path: string, text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, index) => (line.includes("@kit") ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}
