import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import manifest from "../../package.json" with { type: "json" };

/** The files of a repository with one app, in which the doctor finds nothing wrong. */
const files: Record<string, string> = {
  "package.json": json({
    name: "healthy",
    workspaces: ["apps/*"],
    scripts: { gen: "kit-gen", kit: "kit" },
  }),
  ".gitignore": "node_modules/\ndist/\n.kit/\n.alchemy/\n.env\n",
  "README.md": "See [the app](apps/shop/README.md), and `bun run kit status`.\n",
  "scripts/create-app.sh": "#!/bin/sh\n",
  "scripts/rollback.sh": "#!/bin/sh\n",
  "apps/shop/README.md": "# shop\n",
  "apps/shop/package.json": json({
    name: "shop",
    scripts: { build: "vite build", test: "vitest run", typecheck: "tsc", alchemy: "kit alchemy" },
  }),
  "apps/shop/alchemy.config.ts": `export default {
  name: "shop",
  resources: { api: { type: "worker", script: "./src/api.ts" } },
  profiles: { staging: {}, prod: {} },
};
`,
  "apps/shop/alchemy.run.ts": "export {};\n",
  "apps/shop/src/api.ts": "export default {};\n",
};

/** Makes such a repository in a temporary folder. @returns its root */
export async function healthyRepository(): Promise<string> {
  const root = await mkdtemp(join(await realpath(tmpdir()), "doctor-"));
  for (const [path, text] of Object.entries(files)) await write(root, path, text);
  const stamped = Object.entries(files).filter(([path]) => path.startsWith("apps/shop/"));
  const digests = stamped.map(([path, text]) => [path.slice("apps/shop/".length), digestOf(text)]);
  const about = { schema: 1, app: "shop", template: "app", templateVersion: manifest.version };
  await write(root, "apps/shop/kit.json", json({ ...about, files: Object.fromEntries(digests) }));
  for (const script of ["create-app.sh", "rollback.sh"]) await chmod(join(root, "scripts", script), 0o755);
  await run(root, process.execPath, "install");
  await run(root, "git", "init", "--quiet");
  await run(root, "git", "add", "--all");
  await run(root, "git", "-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "-qm", "Start");
  return root;
}

/** Writes a file of the repository, and the folders it is in. */
export async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

export async function run(cwd: string, ...command: string[]): Promise<void> {
  const child = Bun.spawn(command, { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [said, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`${command.join(" ")} failed: ${said}`);
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
