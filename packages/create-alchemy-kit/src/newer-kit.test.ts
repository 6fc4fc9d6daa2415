import { appendFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finish, must } from "./testing/finish.ts";
import { packAs, packKit, publishKit } from "./testing/publish-kit.ts";
import { type Registry, startRegistry } from "./testing/registry.ts";

const folder = await mkdtemp(join(await realpath(tmpdir()), "newer-kit-"));
const root = join(folder, "my-app");

let registry: Registry | undefined;
try {
  registry = await startRegistry(folder);
} catch (error) {
  console.warn(`SKIPPED: a newer kit from a registry, which could not be had on this machine. ${error}`);
}
const at = { cwd: root, env: registry?.env ?? {} };
const bun = (...args: string[]) => must(["bun", ...args], at);
const read = (path: string) => readFile(join(root, path), "utf8");
const git = (...args: string[]) =>
  must(["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], at);

beforeAll(async () => {
  if (!registry) return;
  await mkdir(join(folder, "old"));
  await packKit(join(folder, "old"));
  await publishKit(join(folder, "old"), registry);
  await must(["bun", "create", "alchemy-kit", "my-app"], { ...at, cwd: folder });
}, 240_000);
afterAll(async () => {
  await finish(["bun", "run", "kit", "emulator", "stop"], at).catch(() => undefined);
  await registry?.stop();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

describe.skipIf(!registry)("a repository that was created from a registry", () => {
  it("merges two branches that each have added an app, with no conflict", async () => {
    for (const app of ["cart", "catalog"]) {
      await git("switch", "--quiet", "--create", app, "main");
      await bun("run", "gen", "app", app);
      await git("add", "--all");
      await git("commit", "--quiet", "--message", app);
    }
    await git("merge", "--quiet", "--no-edit", "cart");
    await bun("install", "--frozen-lockfile");
    expect(await git("status", "--porcelain")).toBe("");
    expect(JSON.parse(await bun("run", "gen", "list", "--json")).apps).toHaveLength(3);
  }, 60_000);

  it("is brought to a newer kit, edits kept, and works as before", async () => {
    await appendFile(join(root, "README.md"), "\nOurs.\n");
    await appendFile(join(root, "apps/cart/README.md"), "\nOurs too.\n");
    await git("commit", "--quiet", "--all", "--message", "Ours");
    await publishNewer();

    const { code, err, out } = await finish(["bunx", "create-alchemy-kit@latest", "update"], at);
    expect({ code, err: err.match(/error.*/)?.[0] }, out + err).toEqual({ code: 0, err: undefined });
    expect(JSON.parse(await read("package.json")).devDependencies).toMatchObject({
      "@kit/deploy": "npm:@alchemy-kit/deploy@0.2.0",
      "create-alchemy-kit": "0.2.0",
    });
    expect(await read("bun.lock")).not.toContain("@alchemy-kit/deploy@0.1.0");
    expect(await read("README.md")).toMatch(/^# my-app\n\nNewer\.\n[\s\S]*\nOurs\.\n$/);
    expect(await read("apps/cart/README.md")).toMatch(/\nOurs too\.\n$/);
    for (const app of ["my-app", "cart", "catalog"])
      expect(await read(`apps/${app}/src/newer.ts`)).toBe("export {};\n");

    expect(await bun("run", "kit", "--version")).toContain("0.2.0");
    await bun("run", "typecheck");
    await bun("run", "kit", "doctor");
    await bun("run", "kit", "deploy", "cart", "--profile", "staging");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "Newer");
    await bun("run", "gen", "update");
    expect(await git("status", "--porcelain")).toBe("");
  }, 120_000);
});

/** The next version of the kit: a file more for every app, a line more in the README. */
async function publishNewer(): Promise<void> {
  if (!registry) throw new Error("There is no registry.");
  const newer = join(folder, "new");
  await packAs("0.2.0", join(folder, "old"), newer);
  const readme = join(newer, "create/repository/README.md.hbs");
  const text = await readFile(readme, "utf8");
  await writeFile(readme, text.replace("# {{name}}\n", "# {{name}}\n\nNewer.\n"));
  await writeFile(join(newer, "create/templates/worker/src/newer.ts"), "export {};\n");
  await publishKit(newer, registry);
}
