import { type Change, digestOf, type Plan } from "@alchemy-kit/scaffold";
import { packFiles } from "../shared/pack-files.ts";
import type { TemplateFile } from "../template/layer.ts";
import { type Answers, render } from "../template/render.ts";

/** The plan that stamps a repository's own files, its `kit.json` included. */
export function planRepositoryFiles(files: readonly TemplateFile[], version: string, answers: Answers): Plan {
  // By their paths: a clone of the kit has them from other folders than the published package.
  const own = render(files, answers)
    .map(unhide)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = {
    schema: 1,
    template: "repository",
    templateVersion: version,
    answers,
    files: Object.fromEntries(own.map(({ path, text }) => [path, digestOf(text)])),
    base: packFiles(new Map(own.map(({ path, text }) => [path, text]))),
  };
  const stamped = [...own, { path: "kit.json", text: `${JSON.stringify(manifest, null, 2)}\n` }];
  return stamped.map(({ path, text }): Change => {
    const change = { kind: "write", path, after: text } as const;
    return path.endsWith(".sh") ? { ...change, executable: true } : change;
  });
}

/** npm leaves .gitignore out of a package, so the template has git's files under other names. */
function unhide({ path, text }: TemplateFile): TemplateFile {
  return { path: path.replace(/^_git/, ".git"), text };
}
