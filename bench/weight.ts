/**
 * `bun bench/weight.ts`: what an install brings, in a repository that the kit creates and in what
 * `alchemy create --template vite` makes, from the same registry with the same package manager. `--json` for
 * programs. It works in a temporary folder.
 */
import { lstat, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../packages/create-alchemy-kit/src/testing/finish.ts";
import manifest from "../packages/deploy/package.json" with { type: "json" };

const TARGET = 1.3;
const MEGABYTE = 1_000_000;

const kit = join(import.meta.dirname, "..");
const folder = await mkdtemp(join(await realpath(tmpdir()), "bench-weight-"));
const { CI: _ci, ...inherited } = process.env;
const at = { cwd: folder, env: { ...inherited, DO_NOT_TRACK: "1", ALCHEMY_TELEMETRY_DISABLED: "1" } };
try {
  const create = join(kit, "packages/create-alchemy-kit/src/main.ts");
  await must([process.execPath, create, "ours", "--directory", join(folder, "ours"), "--no-git"], at);
  const alchemy = `alchemy@${manifest.dependencies.alchemy}`;
  const theirs = ["create", "theirs", "--template", "vite", "--yes", "--pm", "bun", "--install", "--no-git"];
  await must(["npx", "--yes", alchemy, ...theirs], at);

  // Until the kit's packages are published, a created repository has them in vendor/.
  const [ours, peer] = [
    await weigh("ours", ["node_modules", "vendor"]),
    await weigh("theirs", ["node_modules"]),
  ];
  const ratio = ours.bytes / peer.bytes;
  const report = { ours, theirs: peer, ratio, target: TARGET, met: ratio <= TARGET };
  console.log(process.argv.includes("--json") ? JSON.stringify(report) : table(report));
} finally {
  await rm(folder, { recursive: true, force: true });
}

type Weight = { files: number; bytes: number };

/** Everything in these folders of a repository. A file that is there by two names is counted once. */
async function weigh(repository: string, folders: readonly string[]): Promise<Weight> {
  const sizes = new Map<number, number>();
  for (const name of folders) {
    const entries = await readdir(join(folder, repository, name), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const { ino, size } = await lstat(join(entry.parentPath, entry.name));
      sizes.set(ino, size);
    }
  }
  return { files: sizes.size, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
}

function table({ ours, theirs, ratio }: { ours: Weight; theirs: Weight; ratio: number }): string {
  const row = (what: string, { files, bytes }: Weight) =>
    `  ${what.padEnd(32)} ${`${Math.round(bytes / MEGABYTE)} MB`.padStart(8)} ${files} files`;
  return [
    `what an install brings (≤ ${TARGET} × alchemy's)`,
    row("a repository that the kit made", ours),
    row("alchemy create --template vite", theirs),
    `  ours is ${ratio.toFixed(2)} × that`,
  ].join("\n");
}
