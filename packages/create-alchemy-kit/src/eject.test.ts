import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { finish, must } from "./testing/finish.ts";

const folder = await mkdtemp(join(await realpath(tmpdir()), "eject-"));
const root = join(folder, "my-app");
const { CI: _ci, ...env } = process.env;
const run = (...args: string[]) => must(["bun", "run", ...args], { cwd: root, env });

beforeAll(async () => {
  await must(["bun", join(import.meta.dirname, "main.ts"), "my-app"], { cwd: folder, env });
  await run("kit", "eject", "templates");
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function replace(path: string, before: string, after: string): Promise<void> {
  const text = await readFile(join(root, path), "utf8");
  expect(text).toContain(before);
  await writeFile(join(root, path), text.replace(before, after));
}

it("a repository that has ejected templates and generators passes its lint, its types and the doctor", async () => {
  await run("lint");
  await run("typecheck");
  await must(["bunx", "tsc", "--noEmit", "-p", "generators"], { cwd: root, env });
  await run("kit", "doctor");
  await must(["bun", "install", "--frozen-lockfile"], { cwd: root, env });
}, 120_000);

it("stamps by its own generators, from its own templates", async () => {
  await replace("generators/src/cli/commands/app.ts", "`Made ", "`Ours made ");
  await replace("templates/worker/README.md.hbs", "What is where:", "What is where, with us:");
  expect(await run("gen", "app", "shop", "--with", "kv")).toMatch(
    /^Ours made apps\/shop from the template “app”/,
  );
  expect(await readFile(join(root, "apps/shop/README.md"), "utf8")).toContain("What is where, with us:");
  expect(await run("gen", "workflow", "security", "--dry-run")).toContain(
    "+++ b/.github/workflows/security.yml",
  );
  expect(await run("gen", "app", "shop-2", "--no-install")).toContain("Ours made");
  expect(await run("gen", "remove", "shop-2", "--no-install")).toContain("Removed apps/shop-2");
  await must(["bun", "run", "--filter", "shop", "test"], { cwd: root, env });
}, 120_000);

it("what a repository has ejected is not updated by the kit", async () => {
  const { code, out } = await finish(["bun", "run", "gen", "eject", "templates"], { cwd: root, env });
  expect({ code, out }).toEqual({ code: 2, out: "" });
});
