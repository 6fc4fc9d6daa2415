import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Change, digestOf, type Plan } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { readFiles, type TemplateFile } from "../template/read-template.ts";
import { type Answers, render } from "../template/render.ts";
import { templatesFolder } from "../template/templates-folder.ts";
import { packBase } from "./base.ts";
import { refuseOlder, type Stamp } from "./stamp-again.ts";
import type { Stamped } from "./stamped.ts";

/** The plan that stamps a repository's own files, its `kit.json` included. */
export function stampRepository(files: readonly TemplateFile[], version: string, answers: Answers): Plan {
  const own = render(files, answers).map(unhide);
  const manifest = {
    schema: 1,
    template: "repository",
    templateVersion: version,
    answers,
    files: Object.fromEntries(own.map(({ path, text }) => [path, digestOf(text)])),
    base: packBase(new Map(own.map(({ path, text }) => [path, text]))),
  };
  const stamped = [...own, { path: "kit.json", text: `${JSON.stringify(manifest, null, 2)}\n` }];
  return stamped.map(({ path, text }): Change => {
    const change = { kind: "write", path, after: text } as const;
    return path.endsWith(".sh") ? { ...change, executable: true } : change;
  });
}

/** npm leaves .gitignore out of a package, so the template has it under another name. */
function unhide({ path, text }: TemplateFile): TemplateFile {
  return { path: path === "_gitignore" ? ".gitignore" : path, text };
}

/**
 * A repository's own files as they would be stamped now; undefined where the kit does not carry them: in a clone
 * of the kit's own repository, which is nobody's stamp.
 *
 * @throws CommandError when what is here is older than what was stamped.
 */
export async function stampRepositoryAgain(stamped: Stamped): Promise<Stamp | undefined> {
  const carried = join(templatesFolder(), "../repository");
  if (!existsSync(carried)) return undefined;
  const manifest: unknown = JSON.parse(await readFile(join(carried, "../package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  refuseOlder("The repository", stamped.templateVersion, version);
  const answers = { ...stamped.answers, kit: version };
  return { version, plan: stampRepository(await readFiles(carried), version, answers) };
}
