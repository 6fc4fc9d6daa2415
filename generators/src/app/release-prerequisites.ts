import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "@alchemy-kit/scaffold";
import { z } from "zod";
import { editJson, type JsonEdit } from "../shared/edit-json.ts";

/** What the release workflow runs, where a repository does not say otherwise. */
const SCRIPTS = {
  "release:version": "bun x --bun changeset version && bun install --lockfile-only",
  "release:publish": "bun x --bun changeset publish",
};
const CHANGESETS = { name: "@changesets/cli", version: "3.0.3" };

const CONFIG = {
  $schema: "https://unpkg.com/@changesets/config@4.0.1/schema.json",
  changelog: "@changesets/cli/changelog",
  commit: false,
  access: "public",
  baseBranch: "main",
  updateInternalDependencies: "patch",
  privatePackages: { version: false, tag: false },
};

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Plans what the release workflow needs besides its file, as far as the repository does not have it. */
export async function planReleasePrerequisites(root: string): Promise<Plan> {
  const config = ".changeset/config.json";
  const has = existsSync(join(root, config));
  const after = `${JSON.stringify(CONFIG, null, 2)}\n`;
  return [...(has ? [] : [{ kind: "write", path: config, after } as const]), ...(await planScripts(root))];
}

async function planScripts(root: string): Promise<Plan> {
  const path = "package.json";
  const before = await readFile(join(root, path), "utf8");
  const has = manifest.parse(JSON.parse(before));
  const missing = Object.entries(SCRIPTS).filter(([name]) => has.scripts[name] === undefined);
  const edits: JsonEdit[] = missing.map(([name, command]) => [["scripts", name], command]);
  if (has.devDependencies[CHANGESETS.name] === undefined)
    edits.push([["devDependencies", CHANGESETS.name], CHANGESETS.version]);
  return edits.length > 0 ? [{ kind: "edit", path, before, after: editJson(before, edits) }] : [];
}
