import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "./finish.ts";
import type { Registry } from "./registry.ts";

const here = join(import.meta.dirname, "../..");
const published = ["create", "deploy", "emulator"];

/** Packs the kit's three packages as they are published, into folders of theirs in `folder`. */
export async function packKit(folder: string): Promise<void> {
  await must(["bun", join(here, "build.ts"), join(folder, "create")], { cwd: here });
  await must(["bun", join(here, "../deploy/build.ts"), join(folder, "deploy")], { cwd: here });
  const archive = join(folder, "emulator.tgz");
  const pack = ["bun", "pm", "pack", "--quiet", "--ignore-scripts", "--filename", archive];
  await must(pack, { cwd: join(here, "../emulator") });
  await mkdir(join(folder, "emulator"));
  await must(["tar", "-xzf", archive, "--strip-components=1", "-C", join(folder, "emulator")], {
    cwd: folder,
  });
  await rm(archive);
}

/** Publishes the packages that are in `folder`. */
export async function publishKit(folder: string, registry: Registry): Promise<void> {
  for (const name of published) await registry.publish(join(folder, name));
}

/** A copy of the packed kit, as if it were released as another version. */
export async function packAs(version: string, from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const manifest = await readFile(join(from, "deploy/package.json"), "utf8");
  const { version: before } = JSON.parse(manifest);
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    if (!/^package\.json(\.hbs)?$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(pin(before), `$1${version}"`));
  }
}

/** Where a manifest says its own version, or which of the engine it depends on. */
function pin(version: string): RegExp {
  const escaped = version.replaceAll(".", "\\.");
  return new RegExp(`("version": "|@alchemy-kit/(?:deploy@|emulator": "))${escaped}"`, "g");
}
