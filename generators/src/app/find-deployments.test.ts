import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyOfThisRepository, emptyRepository, type Repository } from "../testing/repository.ts";
import { gen } from "../testing/run-gen.ts";
import { findDeployments } from "./find-deployments.ts";

const shop = nameOf("shop");

function nameOf(name: string) {
  const checked = checkAppName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

describe("in a repository that has deployed", () => {
  let repository: Repository;
  const kit = (...args: string[]) =>
    spawnSync("bun", ["run", "kit", ...args], {
      cwd: repository.root,
      encoding: "utf8",
      env: { ...process.env, KIT_TARGET: "emulator" },
    });

  beforeAll(async () => {
    repository = copyOfThisRepository();
    expect(await gen(repository.root, "app", "shop", "--yes")).toMatchObject({ code: 0 });
    expect(kit("deploy", "shop", "--profile", "staging", "--json")).toMatchObject({ status: 0 });
  });
  afterAll(() => {
    kit("emulator", "stop");
    repository.remove();
  });

  it("gen remove refuses, names the profiles and what takes them down, and then removes", async () => {
    for (const force of [[], ["--force"]]) {
      const { code, err } = await gen(repository.root, "remove", "shop", ...force);
      expect(code).toBe(1);
      expect(err).toMatch(
        /^Not removed: shop is deployed to staging\..*\n.* kit destroy shop --profile staging --yes\n$/,
      );
    }
    expect(kit("destroy", "shop", "--profile", "staging", "--yes")).toMatchObject({ status: 0 });
    expect(await gen(repository.root, "remove", "shop")).toMatchObject({ code: 0, err: "" });
  });
});

describe("where it cannot be asked", () => {
  let repository: Repository;
  beforeAll(() => {
    repository = emptyRepository();
  });
  afterAll(() => repository.remove());

  it("without credentials and without an emulator, no account is asked", async () => {
    expect(await findDeployments(repository.root, shop, { PATH: process.env.PATH })).toEqual({
      kind: "no-account",
    });
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ["credentials", { CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_ACCOUNT_ID: "account" }],
    ["an emulator's folder", {}],
  ])("with %s but no kit to ask, it says why there is no answer", async (_what, env) => {
    mkdirSync(join(repository.root, ".kit/emulator"), { recursive: true });
    const deployments = await findDeployments(repository.root, shop, {
      PATH: dirname(process.execPath),
      ...env,
    });
    expect(deployments).toEqual({ kind: "unknown", why: expect.stringContaining("kit") });
  });
});
