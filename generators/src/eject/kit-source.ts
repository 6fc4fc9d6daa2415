import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { packedFile, repositoryFile } from "../shared/kit-files.ts";
import { readFiles, type TemplateFile } from "../template/layer.ts";
import { isWorkflow, readWorkflow, WORKFLOWS } from "../template/workflows.ts";

/** What the generators are made of, in the kit's own repository and in one that has ejected them. */
const SOURCE = ["generators", "packages/scaffold"] as const;
const SHARED = "tsconfig.base.json";

/** What is there for the kit's own sake: its tests, and what they work with. */
const OWN = /\.test\.tsx?$|(^|\/)testing\/|^generators\/README\.md$/;

/** The published package has them beside its commands, in one file: few of its users ever eject. */
const PACKED = packedFile("source.json");

/** The files of the generators themselves, by their paths in the repository that has them. */
export async function readKitSource(): Promise<TemplateFile[]> {
  if (existsSync(PACKED)) return JSON.parse(await readFile(PACKED, "utf8"));
  const folders = SOURCE.map(async (folder) => {
    const files = await readFiles(repositoryFile(folder));
    return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  });
  const files = (await Promise.all(folders)).flat().filter(({ path }) => !OWN.test(path));
  const shared = { path: SHARED, text: await readFile(repositoryFile(SHARED), "utf8") };
  return [...files, shared, ...(await readWorkflows())];
}

/** What `gen workflow` copies: by that name in the generators' own folder, wherever they come from. */
function readWorkflows(): Promise<TemplateFile[]> {
  const names = Object.keys(WORKFLOWS).filter(isWorkflow);
  return Promise.all(
    names.map(async (name) => ({ path: `generators/workflows/${name}.yml`, text: await readWorkflow(name) })),
  );
}
