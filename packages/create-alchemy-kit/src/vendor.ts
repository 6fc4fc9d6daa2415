import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { templatesFolder } from "@alchemy-kit/generators";
import { run } from "./run.ts";
import { kitRoot } from "./wish.ts";

/** The packages that a created repository needs, by their folder in the kit's repository. */
const PACKAGES = {
  deploy: "packages/deploy",
  emulator: "packages/emulator",
  scaffold: "packages/scaffold",
  generators: "generators",
};

/**
 * Puts the kit's packages, as they would be published, into `folder`, where they are workspaces: the line
 * `"@kit/deploy": "npm:@alchemy-kit/deploy@…"` resolves to one of them, and to the registry once they are there.
 */
export async function vendor(folder: string, signal: AbortSignal): Promise<void> {
  for (const [name, from] of Object.entries(PACKAGES)) {
    const to = join(folder, name);
    const archive = join(folder, `${name}.tgz`);
    await mkdir(to, { recursive: true });
    const pack = ["pm", "pack", "--quiet", "--ignore-scripts", "--filename", archive];
    await run(process.execPath, pack, { cwd: join(kitRoot, from), signal });
    await run("tar", ["-xzf", archive, "--strip-components=1", "-C", to], { cwd: folder, signal });
    await rm(archive);
  }
  await cp(templatesFolder(), join(folder, "generators/templates"), { recursive: true });
}
