import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Platform } from "./platform.ts";
import { type Finished, Workspace } from "./workspace.ts";

/*
 * Variables that an app's program reads, with other values than its version was uploaded with.
 */

const run = "apps/mail/alchemy.run.ts";
const old = { API_KEY: "first-key", FLAG: "on\nand é", EMPTY: "" };
const fresh = { ...old, API_KEY: "second-key" };

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("worker", "mail", "--yes");
  await workspace.write(
    "apps/mail/alchemy.config.ts",
    `import { defineApp } from "@kit/deploy";
    export default defineApp({ name: "mail", profiles: { staging: {}, prod: {} },
      async setup({ promote, gate }) {
        await promote("staging"); await gate("staging-health", { type: "health" });
        await promote("prod"); await gate("prod-health", { type: "health" });
      } });`,
  );
  await workspace.write("apps/mail/keys.ts", `export const flag = () => process.env.FLAG ?? "off";\n`);
  await workspace.replace(
    run,
    `import alchemy from "alchemy";`,
    `import alchemy from "alchemy";\nimport { flag } from "./keys.ts";`,
  );
  await workspace.replace(
    run,
    "bindings: {",
    `bindings: {
    API_KEY: alchemy.secret(process.env.API_KEY ?? "none"),
    FLAG: flag(),
    EMPTY: process.env.EMPTY === undefined ? "not set" : "set",`,
  );
  await workspace.replace(
    "apps/mail/src/worker.ts",
    "await next();",
    `await next();\n  c.header("x-values", encodeURIComponent([c.env.API_KEY, c.env.FLAG, c.env.EMPTY].join()));`,
  );
}, 120_000);
afterAll(() => workspace.cleanup());

type Variables = Record<string, string>;
const kit = (env: Variables, ...args: string[]) =>
  workspace.run([process.execPath, "run", "kit", ...args], { env });
const deploy = (env: Variables, ...more: string[]) =>
  kit(env, "deploy", "mail", "--profile", "staging", ...more);
const promote = (env: Variables, ...more: string[]) =>
  kit(env, "promote", "mail", "--profile", "prod", ...more);

/** The values with which a profile's Worker answers. */
async function served(profile: string): Promise<string> {
  const { port } = new URL((await workspace.emulator()).workersUrl);
  const answer = await fetch(`http://mail-${profile}.localhost:${port}/api/health`);
  return decodeURIComponent(answer.headers.get("x-values") ?? "");
}

async function expectDone(ended: Promise<Finished>): Promise<void> {
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(0);
}

/** Another line in the program, as the kit says to change one. */
const changeProgram = async (value: string) => {
  const path = join(workspace.root, run);
  const rest = (await Bun.file(path).text()).replaceAll(/^export const values = .*\n/gm, "");
  await workspace.write(run, `${rest}export const values = "${value}";\n`);
};

describe("the same code with another value", () => {
  beforeAll(() => expectDone(deploy(old)), 60_000);

  test("deployed with the same values, there is nothing to do", async () => {
    const { code, stdout } = await deploy(old);
    expect(code).toBe(0);
    expect(stdout).toContain("There was nothing to do");
  });

  test("deploy names what has another value, changes nothing, gives no value away, and exits 1", async () => {
    const { code, stdout, stderr } = await deploy(fresh);
    expect(code).toBe(1);
    expect(stderr).toContain("v1 serves staging, but with other values than this environment has: API_KEY.");
    expect(stdout).not.toContain("nothing to do");
    expect(stdout + stderr).not.toMatch(/first-key|second-key/);
    expect(await served("staging")).toBe("first-key,on\nand é,set");
  });

  test("under --json it is one object that names them too", async () => {
    const { code, json } = await deploy({ ...fresh, FLAG: "on\nand e\u0301" }, "--json");
    expect(code).toBe(1);
    expect(json()).toMatchObject({
      app: "mail",
      profile: "staging",
      release: "v1",
      outcome: "values differ",
      run: null,
      values: {
        compared: true,
        changes: [
          { name: "API_KEY", kind: "changed" },
          { name: "FLAG", kind: "changed" },
        ],
      },
    });
  });

  test("a variable that is empty is not one that is missing; one that is missing here is no difference", async () => {
    const { EMPTY: _, FLAG: __, ...less } = old;
    expect(await deploy(less)).toMatchObject({ code: 0 });
    expect((await deploy({ ...old, EMPTY: "x" })).stderr).toContain("has: EMPTY.");
    expect((await deploy({ ...old, FLAG: "" })).stderr).toContain("has: FLAG.");
  });

  test("with the old value back, there is nothing to do", async () => {
    expect(await deploy(old)).toMatchObject({ code: 0 });
  });

  test("with a password that cannot read the record, it says so and exits 1", async () => {
    const { code, stderr, json } = await deploy({ ...old, ALCHEMY_PASSWORD: "another" }, "--json");
    expect(code).toBe(1);
    expect(stderr).toContain("With this ALCHEMY_PASSWORD it cannot be read which values v1 was uploaded");
    expect(json()).toMatchObject({ outcome: "values unknown", values: { compared: false, changes: [] } });
  });
});

describe("promotion compares with what its own profile was uploaded with", () => {
  const prod = { ...old, API_KEY: "prod-key" };

  test("prod may have another value than staging, and then there is nothing to do", async () => {
    await expectDone(promote(prod));
    expect(await served("prod")).toBe("prod-key,on\nand é,set");
    expect(await promote(prod)).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to do") });
    expect(await deploy(old)).toMatchObject({ code: 0 });
  });

  test("another value than prod's is named, with the way to bring it there", async () => {
    const { code, stderr } = await promote(old);
    expect(code).toBe(1);
    expect(stderr).toContain("v1 serves prod, but with other values than this environment has: API_KEY.");
    expect(stderr).toMatch(/deploy that, then .*kit promote mail --profile prod/);
    expect(stderr).toMatch(/^ {6}.*kit deploy mail --profile staging$/m);
  });
});

describe("with a changed line, as the kit says", () => {
  test("the new value is there", async () => {
    await changeProgram("2");
    await expectDone(deploy(fresh));
    expect(await served("staging")).toBe("second-key,on\nand é,set");
  });

  const back = (env: Variables, ...more: string[]) =>
    kit(env, "rollback", "mail", "--profile", "staging", ...more);

  test("a dry run of a rollback names the values that return, whatever the environment has", async () => {
    const { code, stdout } = await back({}, "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /values .* v1 was uploaded with other values than v2, which return with it: API_KEY$/m,
    );
    expect((await back({}, "--dry-run", "--json")).json()).toMatchObject({ otherValues: ["API_KEY"] });
  });

  test("with a password that cannot read the record, a rollback goes on, and does not say", async () => {
    const told = await back({ ALCHEMY_PASSWORD: "another" }, "--dry-run", "--json");
    expect(told).toMatchObject({ code: 0 });
    expect(told.json()).toMatchObject({ otherValues: null });
  });

  test("the rollback names them, and they return", async () => {
    const { code, json, stderr } = await back({}, "--json");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ from: "v2", to: "v1", outcome: "succeeded", otherValues: ["API_KEY"] });
    expect(stderr).toContain("which return with it: API_KEY");
    expect(await served("staging")).toBe("first-key,on\nand é,set");
  });

  test("a release that is deployed anew with another value than it was uploaded with is uploaded anew", async () => {
    await expectDone(kit({}, "release", "clear", "mail", "--release", "v2", "--reason", "it was well"));
    const third = { ...old, API_KEY: "third-key" };
    await expectDone(deploy(third));
    expect(await served("staging")).toBe("third-key,on\nand é,set");
    expect(await deploy(third)).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to do") });
    expect((await deploy(fresh)).stderr).toContain("has: API_KEY.");
  });

  test("a rollback goes on where the record cannot be read at all", async () => {
    const account = new Platform(await workspace.emulator());
    const undo = await account.overwrite("kit-state", "mail/staging/mail-staging.json", "{");
    expect(await deploy(old)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Delete that object"),
    });
    const { code, json } = await back({}, "--json");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ to: "v1", otherValues: null });
    await undo();
  });
});

describe("without ALCHEMY_PASSWORD, which nothing to do did not need", () => {
  const elsewhere = async () => {
    const { apiUrl, token, accountId } = await workspace.emulator();
    return {
      KIT_TARGET: "cloudflare",
      CLOUDFLARE_BASE_URL: apiUrl,
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: accountId,
    };
  };

  test("a promotion still ends well, and says that values were not compared", async () => {
    await changeProgram("1");
    const { code, stdout } = await promote({ ...old, ...(await elsewhere()) }, "--release", "v1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/not compared .*ALCHEMY_PASSWORD is not set/);
    expect(stdout).toContain("nothing to do");
  });

  test("a rollback does not ask for it either", async () => {
    await changeProgram("3");
    await expectDone(deploy(fresh));
    const env = await elsewhere();
    const dry = await kit(env, "rollback", "mail", "--profile", "staging", "--dry-run", "--json");
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.json()).toMatchObject({ from: "v3", to: "v1", otherValues: null });
  });
});

test("an entry without values, as older kits wrote it, is nothing to compare with", async () => {
  await new Platform(await workspace.emulator()).overwrite("kit-state", "mail/prod/mail-prod.json", "{}");
  const { code, json } = await promote({ ...old, API_KEY: "any" }, "--release", "v1", "--json");
  expect(code).toBe(0);
  expect(json()).toMatchObject({ outcome: "unchanged", values: { compared: false, changes: [] } });
});

test("what reads by a name from a package of the workspace is compared, and told of", async () => {
  await mkdir(join(workspace.root, "packages/names/src"), { recursive: true });
  await workspace.write(
    "packages/names/package.json",
    `{ "name": "@mail/names", "type": "module", "version": "0.0.0", "exports": "./src/index.ts" }`,
  );
  await workspace.write(
    "packages/names/src/index.ts",
    "export const setting = (name: string): string => process.env[name] ?? name;\n",
  );
  const manifest = join(workspace.root, "apps/mail/package.json");
  const json = await Bun.file(manifest).json();
  await Bun.write(
    manifest,
    JSON.stringify({ ...json, dependencies: { ...json.dependencies, "@mail/names": "workspace:*" } }),
  );
  await expectDone(workspace.run([process.execPath, "install", "--no-progress"]));
  await workspace.replace("apps/mail/keys.ts", `process.env.FLAG ?? "off"`, `setting("MAIL_FLAG")`);
  await workspace.replace("apps/mail/keys.ts", "export", `import { setting } from "@mail/names";\nexport`);
  await expectDone(deploy({ ...old, MAIL_FLAG: "a" }));
  const same = await deploy({ ...old, MAIL_FLAG: "a" });
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toContain(
    "packages/names/src/index.ts reads the environment by names that are not written",
  );
  expect((await deploy({ ...old, MAIL_FLAG: "b" })).stderr).toContain("has: MAIL_FLAG.");
  await rm(join(workspace.root, "packages/names"), { recursive: true });
});

test("a preview is compared with its own values", async () => {
  const preview = (env: Variables) => kit(env, "deploy", "mail", "--profile", "preview-7");
  await workspace.write("apps/mail/keys.ts", `export const flag = () => process.env.FLAG ?? "off";\n`);
  await expectDone(preview({ ...old, API_KEY: "preview-key" }));
  expect(await preview({ ...old, API_KEY: "preview-key" })).toMatchObject({ code: 0 });
  expect((await preview(old)).stderr).toContain("serves preview-7, but with other values");
});
