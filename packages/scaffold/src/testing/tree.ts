import { mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Tree = Record<string, string>;

/** A folder of its own with these files in it, gone when `use` is done. */
export async function withTree<T>(files: Tree, use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(await realpath(tmpdir()), "scaffold-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Every file below `root` with its text, and every empty folder (as `folder/`): two trees are equal or they are not. */
export async function readTree(root: string, below = ""): Promise<Tree> {
  const tree: Tree = {};
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isFile()) tree[path] = await readFile(join(root, path), "utf8");
    else if (entry.isSymbolicLink()) tree[path] = `-> ${await readlink(join(root, path))}`;
    else {
      const inside = await readTree(root, path);
      Object.assign(tree, Object.keys(inside).length === 0 ? { [`${path}/`]: "" } : inside);
    }
  }
  return tree;
}
