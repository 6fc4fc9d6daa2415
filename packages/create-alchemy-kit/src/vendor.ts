import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "@alchemy-kit/generators";

/** The packages that a program of theirs assembles as they are published, by their folder in the kit's repository. */
const ASSEMBLED = ["deploy", "create-alchemy-kit"];

/**
 * Puts the kit's packages, as they would be published, into `vendor/` of a repository, where they are workspaces:
 * `"@kit/deploy": "npm:@alchemy-kit/deploy@…"` resolves to one of them, and to the registry once they are there.
 *
 * @param clone the kit's own repository, that they are packed from
 */
export async function vendor(clone: string, repository: string, signal: AbortSignal): Promise<void> {
  const folder = join(repository, "vendor");
  await packEmulator(clone, folder, signal);
  for (const name of ASSEMBLED) {
    const build = join(clone, "packages", name, "build.ts");
    await runProgram(process.execPath, [build, join(folder, name)], { cwd: clone, signal });
  }
}

/** The emulator is published as its sources. */
async function packEmulator(clone: string, folder: string, signal: AbortSignal): Promise<void> {
  const to = join(folder, "emulator");
  const archive = join(folder, "emulator.tgz");
  await mkdir(to, { recursive: true });
  const pack = ["pm", "pack", "--quiet", "--ignore-scripts", "--filename", archive];
  await runProgram(process.execPath, pack, { cwd: join(clone, "packages/emulator"), signal });
  await runProgram("tar", ["-xzf", archive, "--strip-components=1", "-C", to], { cwd: folder, signal });
  await rm(archive);
  await dropDevelopment(join(to, "package.json"));
}

/** A workspace's devDependencies are installed, a published package's are not. */
async function dropDevelopment(manifest: string): Promise<void> {
  const { devDependencies: _devDependencies, ...rest } = JSON.parse(await readFile(manifest, "utf8"));
  await writeFile(manifest, `${JSON.stringify(rest, null, 2)}\n`);
}
