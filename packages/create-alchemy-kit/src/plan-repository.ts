import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppName } from "@alchemy-kit/deploy/names";
import { planApp, readFiles, readTemplate, render, templatesFolder } from "@alchemy-kit/generators";
import type { Change, Plan } from "@alchemy-kit/scaffold";
import { kitRoot } from "./wish.ts";

/** Files that a created repository has just as the kit's own has them. */
const SHARED = ["scripts/create-app.sh", "scripts/rollback.sh", "docs/PROMOTION.md"];

/** The plan of a whole repository with one app in it. */
export async function planRepository(app: AppName): Promise<Plan> {
  const own = render(await readFiles(join(import.meta.dirname, "../template")), { name: app });
  const shared = await Promise.all(
    SHARED.map(async (path) => ({ path, text: await readFile(join(kitRoot, path), "utf8") })),
  );
  const firstApp = planApp(await readTemplate(templatesFolder(), "app"), app);
  return [...[...own, ...shared].map(toChange), ...firstApp];
}

function toChange({ path, text }: { path: string; text: string }): Change {
  // npm leaves .gitignore out of a package, so the template has it under another name.
  const change = { kind: "write" as const, path: path === "_gitignore" ? ".gitignore" : path, after: text };
  return path.endsWith(".sh") ? { ...change, executable: true } : change;
}
