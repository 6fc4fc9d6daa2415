import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a command compiles none of the schemas that it reads with", async () => {
  const root = await mkdtemp(join(tmpdir(), "uncompiled-schemas-"));
  try {
    await writeFile(join(root, "package.json"), '{ "workspaces": ["apps/*"] }');
    const watch = join(root, "watch.ts");
    await writeFile(
      watch,
      'globalThis.Function = new Proxy(Function, { construct: (made, code) => (process.stderr.write("compiled"), Reflect.construct(made, code)) });',
    );
    const main = join(import.meta.dirname, "main.ts");
    const child = Bun.spawn([process.execPath, "--preload", watch, main, "status"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("There is no app yet");
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
