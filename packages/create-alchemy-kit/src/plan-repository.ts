import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { planApp, readFiles, readTemplate, render, templatesFolder } from "@alchemy-kit/generators";
import { type Change, digestOf, type Plan } from "@alchemy-kit/scaffold";
import { kit, version } from "./kit.ts";
import { SHARED_FILES } from "./shared-files.ts";
import type { Wish } from "./wish.ts";

type TextFile = { path: string; text: string };

/** The plan of a whole repository with one app in it; what its place has already is kept. */
export async function planRepository({ app, template, place }: Wish): Promise<Plan> {
  const answers = { name: app, kit: version, vendored: kit.kind === "clone" ? "yes" : "" };
  const own = [...render(await readFiles(kit.repository), answers), ...(await sharedFiles())].map(unhide);
  const manifest = {
    schema: 1,
    template: "repository",
    templateVersion: version,
    answers,
    files: Object.fromEntries(own.map(({ path, text }) => [path, digestOf(text)])),
  };
  const files = [...own, { path: "kit.json", text: `${JSON.stringify(manifest, null, 2)}\n` }];
  const firstApp = planApp(await readTemplate(templatesFolder(), template), app);
  const changes = await Promise.all(files.map((file) => toChange(file, place)));
  return [...changes.flat(), ...firstApp];
}

async function sharedFiles(): Promise<TextFile[]> {
  if (kit.kind === "published") return [];
  const { root } = kit;
  return Promise.all(
    SHARED_FILES.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
  );
}

/** npm leaves .gitignore out of a package, so the template has it under another name. */
function unhide({ path, text }: TextFile): TextFile {
  return { path: path === "_gitignore" ? ".gitignore" : path, text };
}

async function toChange({ path, text }: TextFile, place: Wish["place"]): Promise<Change[]> {
  const isThere = place.kind === "existing" && place.keeps.includes(path);
  if (isThere) return path === ".gitignore" ? [await ignoreMore(place.target, text)] : [];
  const change = { kind: "write" as const, path, after: text };
  return [path.endsWith(".sh") ? { ...change, executable: true } : change];
}

/** The user's own .gitignore, with what it lacks of ours after it. */
async function ignoreMore(target: string, ours: string): Promise<Change> {
  const before = await readFile(join(target, ".gitignore"), "utf8");
  const theirs = before.split("\n").map((line) => line.trim());
  const missing = ours.split("\n").filter((line) => line !== "" && !theirs.includes(line));
  const after = [before.trimEnd(), ...missing].filter(Boolean).join("\n");
  return { kind: "edit", path: ".gitignore", before, after: `${after}\n` };
}
