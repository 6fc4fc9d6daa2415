import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Change } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { CommandError } from "../shared/command-error.ts";
import { editJson, type JsonEdit } from "../shared/edit-json.ts";
import { readFiles, type TemplateFile } from "../template/layer.ts";
import { templatesFolder } from "../template/templates-folder.ts";
import { readKitSource } from "./kit-source.ts";

const MANIFEST = "generators/package.json";
const ENGINE = "@alchemy-kit/deploy";
/** The last of what a created repository does not have formatted. */
const UNFORMATTED = '"!bun.lock"';

const manifestSchema = z.object({
  workspaces: z.array(z.string()),
  devDependencies: z.object({ "@kit/deploy": z.templateLiteral([`npm:${ENGINE}@`, z.string()]) }),
});

/**
 * The plan that copies the templates and the generators into the repository at `root`, and has `bun run gen` be
 * those. All templates: one may be laid on another, and features are beside them.
 *
 * @throws CommandError when the repository is not one that the kit has created.
 */
export async function planEject(root: string): Promise<Change[]> {
  const templates = await readFiles(templatesFolder());
  const files = [
    ...templates.map(({ path, text }) => ({ path: `templates/${path}`, text })),
    ...(await readKitSource()),
  ];
  const { version, edits } = await readRepository(root);
  const copies = files.map((file) => (file.path === MANIFEST ? asPartOf(file, version) : file));
  return [...copies.map(({ path, text }): Change => ({ kind: "write", path, after: text })), ...edits];
}

/** The generators' package.json in a repository whose engine comes by version, and which has `kit-gen` already. */
function asPartOf({ path, text }: TemplateFile, version: string): TemplateFile {
  const edited = editJson(String(text), [
    [["dependencies", ENGINE], version],
    [["bin"], undefined],
    [["files"], undefined],
    [["scripts", "mutate"], undefined],
  ]);
  return { path, text: edited };
}

/** The version of the engine that the repository has, and what is to change in its own files. */
async function readRepository(root: string): Promise<{ version: string; edits: Change[] }> {
  const manifest = await readFile(join(root, "package.json"), "utf8");
  const read = manifestSchema.safeParse(JSON.parse(manifest));
  if (!read.success) {
    throw new CommandError(
      "failed",
      `Not ejected: this is no repository that the kit has created.\n${z.prettifyError(read.error)}`,
    );
  }
  const { workspaces, devDependencies } = read.data;
  const more = ["generators", "packages/*"].filter((pattern) => !workspaces.includes(pattern));
  const edits: Change[] = [
    edit("package.json", manifest, [
      [["workspaces"], [...workspaces, ...more]],
      [["scripts", "gen"], "bun generators/src/main.ts"],
    ]),
  ];
  const biome = await readFile(join(root, "biome.json"), "utf8").catch(() => "");
  const after = biome.replace(UNFORMATTED, `${UNFORMATTED}, "!templates/**/*.hbs"`);
  if (after !== biome) edits.push({ kind: "edit", path: "biome.json", before: biome, after });
  return { version: devDependencies["@kit/deploy"].slice(`npm:${ENGINE}@`.length), edits };
}

function edit(path: string, before: string, edits: readonly JsonEdit[]): Change {
  return { kind: "edit", path, before, after: editJson(before, edits) };
}
