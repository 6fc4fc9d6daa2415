import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Registry, startRegistry } from "../../packages/create-alchemy-kit/src/testing/registry.ts";
import { Workspace } from "../workspace.ts";
import { Forge, describe as told } from "./forge.ts";
import { git, temporaryFolder } from "./repository.ts";
import type { Run } from "./run.ts";

/*
 * This repository's own release, executed: from a changeset to packages in a registry. Each test goes on where the
 * one before ended.
 */

const LIMIT = 240_000;

let folder: string;
let workspace: Workspace;
let registry: Registry;
let forge: Forge;
beforeAll(async () => {
  folder = await temporaryFolder("release");
  await mkdir(join(folder, "registry"));
  [workspace, registry] = await Promise.all([Workspace.create(), startRegistry(join(folder, "registry"))]);
  const machine = {
    PATH: process.env.PATH ?? "",
    BUN_INSTALL_CACHE_DIR: process.env.BUN_INSTALL_CACHE_DIR ?? join(homedir(), ".bun/install/cache"),
    // Who npm is on this runner, and where it publishes.
    NPM_CONFIG_USERCONFIG: join(registry.env.HOME ?? "", ".npmrc"),
    NPM_CONFIG_REGISTRY: registry.env.npm_config_registry ?? "",
  };
  const environments = { npm: { secrets: {}, reviewers: [] } };
  forge = await Forge.create(workspace.root, { machine, environments, variables: {}, visibility: "public" });
}, LIMIT);
afterAll(async () => {
  await forge.close();
  await registry.stop();
  await workspace.cleanup();
});

/** Runs the release of what main is now. */
async function release(sha: string): Promise<Run> {
  const runs = await forge.push("main", sha);
  const run = runs.find(({ workflow }) => workflow.name === "Release");
  for (const other of runs) if (other !== run) other.cancel();
  if (!run) throw new Error("Release was not started.");
  if ((await run.done) !== "success") throw new Error(told(run));
  return run;
}

const ran = (run: Run) => run.legs.filter(({ conclusion }) => conclusion !== "skipped").map(({ job }) => job);

test(
  "a changeset becomes a pull request with the next versions, in everything that names one",
  async () => {
    await workspace.write(".changeset/one.md", '---\n"@alchemy-kit/deploy": minor\n---\n\nGoes further.\n');
    await workspace.commit();
    await workspace.run(["git", "push", "--quiet", forge.repository.path, "HEAD:refs/heads/topic"]);
    const run = await release(await git(workspace.root, "rev-parse", "HEAD"));
    expect(ran(run)).toEqual(["mode", "version"]);
    expect(forge.github.state.pulls).toMatchObject([
      { title: "chore: version packages", head: "changeset-release/main", base: "main" },
    ]);
    const file = (path: string) => forge.repository.fileOf("changeset-release/main", path);
    for (const name of ["deploy", "emulator", "create-alchemy-kit"]) {
      expect(JSON.parse(await file(`packages/${name}/package.json`)).version).toBe("0.2.0");
    }
    expect(await file("packages/deploy/CHANGELOG.md")).toContain("Goes further.");
    for (const path of [
      "package.json",
      "apps/showcase/package.json",
      "templates/app/package.json.hbs",
      "bun.lock",
    ]) {
      expect(await file(path)).toContain("npm:@alchemy-kit/deploy@0.2.0");
      expect(await file(path)).not.toContain("npm:@alchemy-kit/deploy@0.1.0");
    }
  },
  LIMIT,
);

test(
  "merged, the packages are published, tagged and told of; and only once",
  async () => {
    const sha = await forge.repository.git("rev-parse", "changeset-release/main");
    expect(ran(await release(sha))).toEqual(["mode", "publish"]);
    const tags = ["@alchemy-kit/deploy@0.2.0", "@alchemy-kit/emulator@0.2.0", "create-alchemy-kit@0.2.0"];
    expect((await forge.repository.git("tag")).split("\n").toSorted()).toEqual(tags);
    expect(forge.github.state.releases.map(({ tag_name }) => tag_name).toSorted()).toEqual(tags);
    for (const name of ["@alchemy-kit/deploy", "@alchemy-kit/emulator", "create-alchemy-kit"]) {
      const answer = await fetch(`${registry.env.npm_config_registry}${name}`);
      expect(await answer.json()).toMatchObject({ "dist-tags": { latest: "0.2.0" } });
    }
    expect(ran(await release(sha))).toEqual(["mode"]);
  },
  LIMIT,
);

test(
  "the feed tells of the releases, on Pages",
  async () => {
    const run = await forge.dispatch("feed.yml");
    if ((await run.done) !== "success") throw new Error(told(run));
    expect([...forge.site.keys()].toSorted()).toEqual(["atom.xml", "index.html", "rss.xml"]);
    for (const name of ["atom.xml", "rss.xml"]) {
      const text = forge.site.get(name) ?? "";
      expect(XMLValidator.validate(text)).toBe(true);
      expect(text).toContain("create-alchemy-kit@0.2.0");
    }
    expect(forge.deployments).toMatchObject([
      { environment: "github-pages", url: "https://acme.github.io/apps/" },
    ]);
  },
  LIMIT,
);

test("the showcase is still what is stamped", async () => {
  const files = await forge.repository.list("main", "apps/showcase");
  expect(files).toContain("apps/showcase/kit.json");
  expect(await readFile(join(workspace.root, "package.json"), "utf8")).toContain("release:version");
});
