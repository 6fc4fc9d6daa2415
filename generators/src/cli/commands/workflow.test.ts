import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WORKFLOWS } from "../../template/workflows.ts";
import { emptyRepository, type Repository } from "../../testing/repository.ts";
import { gen } from "../../testing/run-gen.ts";

const ours = join(import.meta.dirname, "../../../../.github/workflows");

let repository: Repository;
const run = (...args: string[]) => gen(repository.root, ...args);

beforeEach(() => {
  repository = emptyRepository();
});
afterEach(() => repository.remove());

it.each(Object.keys(WORKFLOWS))(
  "stamps %s as this repository has it, and twice changes nothing",
  async (name) => {
    const path = `.github/workflows/${name}.yml`;
    expect(await run("workflow", name)).toMatchObject({ code: 0, out: expect.stringContaining(path) });
    const stamped = readFileSync(join(repository.root, path), "utf8");
    expect(stamped).toBe(readFileSync(join(ours, `${name}.yml`), "utf8"));
    expect(await run("workflow", name)).toMatchObject({ code: 0 });
    expect(repository.status().split("\n")).toContain(`?? ${path}`);
  },
);

it("brings with the release what that runs, and keeps what is there", async () => {
  const manifest = { name: "acme", workspaces: ["apps/*"], scripts: { "release:publish": "mine" } };
  writeFileSync(join(repository.root, "package.json"), JSON.stringify(manifest, null, 2));
  expect((await run("workflow", "release")).out).toContain("bun install");
  const after = JSON.parse(readFileSync(join(repository.root, "package.json"), "utf8"));
  expect(after).toMatchObject({
    ...manifest,
    scripts: { "release:publish": "mine", "release:version": expect.stringContaining("changeset version") },
    devDependencies: { "@changesets/cli": expect.any(String) },
  });
  expect(existsSync(join(repository.root, ".changeset/config.json"))).toBe(true);
  expect((await run("workflow", "release", "--dry-run", "--json")).out).toContain('"plan":[]');
});

it("shows it as a diff, and writes nothing", async () => {
  expect((await run("workflow", "reconcile", "--dry-run")).out).toContain("+name: Reconcile");
  expect(repository.status()).toBe("");
});

it("leaves one that was changed", async () => {
  await run("workflow", "reconcile");
  appendFileSync(join(repository.root, ".github/workflows/reconcile.yml"), "# mine\n");
  expect(await run("workflow", "reconcile")).toMatchObject({ code: 2, err: expect.stringContaining("left") });
});

it.each([[], ["nonsense"], ["reconcile", "security"], ["constructor"]])(
  "names those there are for %j",
  async (...args) => {
    const { code, err } = await run("workflow", ...args);
    expect(code).toBe(2);
    for (const name of Object.keys(WORKFLOWS)) expect(err).toContain(`workflow ${name}`);
  },
);
