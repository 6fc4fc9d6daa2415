import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Platform } from "./platform.ts";
import { type Emulator, type Finished, printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
let emulator: Emulator;
let platform: Platform;

/** v1 of shop serves staging, and waits for an approval on its way to prod. */
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.gen("app", "shop", "--yes");
  await workspace.gen("app", "market", "--yes");
  await workspace.commit();
  const deployed = await workspace.kit("deploy", "shop", "--profile", "staging");
  const waiting = await workspace.kit("promote", "shop", "--profile", "prod");
  expect([deployed.code, waiting.code]).toEqual([0, 3]);
  emulator = await workspace.emulator();
  platform = new Platform(emulator);
});
afterAll(() => workspace?.cleanup());

/** All that a refused command must leave as it was. */
async function world() {
  const ledgers = await Promise.all(
    ["shop", "market"].map(async (app) => (await workspace.kit("audit", "verify", app, "--json")).json()),
  );
  return { ledgers, files: await workspace.changes(), platform: await platform.everything() };
}

interface Refusal {
  code: number;
  /** Part of the sentence that says what was wrong. */
  says: string;
  /** Part of the sentence, or the command after it, that says what to do about it. */
  wayOut: string;
}

function expectRefusal({ code, stdout, stderr }: Finished, refusal: Refusal) {
  expect(stderr).toContain(refusal.says);
  expect(stderr).toContain(refusal.wayOut);
  expect(code).toBe(refusal.code);
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(stdout + stderr).not.toContain(emulator.token);
}

/** Tries it for a person and for a program; neither may change a thing. */
async function expectRefused(
  attempt: (...flags: string[]) => Promise<Finished>,
  refusal: Refusal,
): Promise<void> {
  const before = await world();
  const [told, asked] = await Promise.all([attempt(), attempt("--json")]);
  expectRefusal(told, refusal);
  expectRefusal(asked, refusal);
  expect(asked.json()).toEqual({
    error: {
      code: expect.stringMatching(/^[a-z-]+$/),
      message: expect.stringContaining(refusal.says),
      action: printedCommand(told) ?? null,
    },
  });
  expect(await world()).toEqual(before);
}

describe("kit refuses what there is not", () => {
  it.each<[string, string, Refusal]>([
    [
      "an unknown app",
      "deploy nope --profile staging",
      { code: 2, says: 'no app "nope"', wayOut: "run gen app nope" },
    ],
    [
      "an unknown app that is nearly one",
      "status shpo",
      { code: 2, says: 'no app "shpo"', wayOut: 'Did you mean "shop"?' },
    ],
    [
      "a path for an app",
      "promote ../x --profile prod",
      { code: 2, says: 'no app "../x"', wayOut: "run gen list" },
    ],
    [
      "an unknown profile",
      "deploy shop --profile nope",
      { code: 2, says: 'no profile "nope"', wayOut: "it has staging, prod" },
    ],
    [
      "an unknown profile to destroy",
      "destroy shop --profile ../x --yes",
      { code: 2, says: 'no profile "../x"', wayOut: "it has staging, prod" },
    ],
    [
      "a profile that is reached by promoting",
      "deploy shop --profile prod",
      { code: 2, says: "by promoting", wayOut: "run kit promote shop --profile prod" },
    ],
    [
      "no profile at all",
      "promote shop",
      { code: 2, says: "needs --profile", wayOut: "run kit promote shop --profile prod" },
    ],
    [
      "an unknown gate",
      "approve shop --gate nope",
      { code: 2, says: 'a gate "nope"', wayOut: "waiting: v1 at prod-approval" },
    ],
    [
      "an unknown release at a gate",
      "approve shop --gate prod-approval --release v99",
      { code: 2, says: 'No release "v99"', wayOut: "waiting: v1 at prod-approval" },
    ],
    [
      "an unknown release to go back to",
      "rollback shop --profile staging --to v99",
      { code: 2, says: 'no release "v99"', wayOut: "it has v1" },
    ],
    [
      "a rollback with nothing before",
      "rollback shop --profile staging",
      { code: 1, says: "nothing good to go back to", wayOut: "run kit history shop" },
    ],
    [
      "an unknown release to clear",
      "release clear shop --release v99 --reason because",
      { code: 2, says: 'no release "v99"', wayOut: "it has v1" },
    ],
    ["an unknown command", "depoly shop", { code: 2, says: 'no command "depoly"', wayOut: '"deploy"' }],
    ["an unknown flag", "deploy shop --frob", { code: 2, says: "'--frob'", wayOut: "run kit deploy --help" }],
  ])("%s: kit %s", async (_, line, refusal) => {
    await expectRefused((...flags) => workspace.kit(...line.split(" "), ...flags), refusal);
  });

  it("prints only commands that work as pasted", async () => {
    const refused = ["depoly", "status ../x", "approve shop --gate nope", "rollback shop --profile staging"];
    for (const line of refused) {
      const refusal = await workspace.kit(...line.split(" "));
      expect(await workspace.paste(printedCommand(refusal))).toMatchObject({ code: 0 });
    }
  });
});

describe("gen refuses a name that cannot be", () => {
  it.each([
    ["a path", "../x", "This would do: x"],
    ["not a name", "Bad Name!", "This would do: bad-name"],
    ["taken", "shop", "This would do: shop-2"],
  ])("%s: %s", async (_, name, wayOut) => {
    const before = await world();
    const refused = await workspace.gen("app", name, "--yes");
    expectRefusal(refused, { code: 2, says: `“${name}”`, wayOut });
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
    expect(refused.stdout).toBe("");
    expect(await world()).toEqual(before);
  });
});

describe("in CI nothing is chosen silently", () => {
  const kitIn =
    (env: Record<string, string>) =>
    (...flags: string[]) =>
      workspace.run([process.execPath, "run", "kit", "deploy", "shop", ...flags], { env });

  it("no emulator and no token", async () => {
    const folder = join(workspace.root, ".kit", "not-there");
    await expectRefused(kitIn({ CI: "true", KIT_EMULATOR_DIR: folder }), {
      code: 2,
      says: "CI is set",
      wayOut: "export KIT_TARGET=emulator",
    });
    expect(existsSync(folder)).toBe(false);
  });

  it("a token without an account, and the token is not printed", async () => {
    const token = "a-token-nobody-may-read";
    const attempt = kitIn({ CI: "true", CLOUDFLARE_API_TOKEN: token });
    await expectRefused(attempt, {
      code: 2,
      says: "CLOUDFLARE_ACCOUNT_ID is not set",
      wayOut: "export CLOUDFLARE_ACCOUNT_ID=",
    });
    const { stdout, stderr } = await attempt();
    expect(stdout + stderr).not.toContain(token);
  });
});

describe("an alchemy.config.ts that", () => {
  const file = "apps/shop/alchemy.config.ts";
  const withFields = (fields: string) =>
    `import { defineApp } from "@kit/deploy";\nexport default defineApp({ name: "shop", ${fields} });\n`;

  it.each<[string, string, string, string]>([
    ["does not parse", "export default defineApp({{", "cannot be loaded", file],
    ["throws", 'throw new Error("no luck today");', "cannot be loaded: no luck today", file],
    [
      "exports nothing",
      "export const app = 1;",
      "has no default export",
      "write: export default defineApp({ … })",
    ],
    [
      "has an unknown field",
      withFields("profiles: { staging: { domian: 'x.example.com' }, prod: {} }"),
      "profiles.staging.domian: unknown field",
      'did you mean "domain"?',
    ],
    [
      "names another app",
      withFields("profiles: { staging: {}, prod: {} }").replace('"shop"', '"shoe"'),
      'names the app "shoe"',
      "its folder is apps/shop",
    ],
  ])("%s", async (_, text, says, wayOut) => {
    const whole = await Bun.file(join(workspace.root, file)).text();
    await workspace.write(file, text);
    try {
      await expectRefused((...flags) => workspace.kit("deploy", "shop", ...flags), {
        code: 2,
        says,
        wayOut,
      });
    } finally {
      await workspace.write(file, whole);
    }
  });
});

it("a Worker that throws at top level takes no traffic, and its release is found bad", async () => {
  const before = await platform.workers();
  const undo = await workspace.replace(
    "apps/shop/src/worker.ts",
    "export default {",
    'throw new Error("at the top");\nexport default {',
  );
  const failed = await workspace.kit("deploy", "shop", "--json");
  const refused = await workspace.kit("deploy", "shop");
  await undo();

  expectRefusal(failed, { code: 1, says: "Uncaught Error: at the top", wayOut: "run kit status shop" });
  expect(failed.json()).toMatchObject({
    profile: "staging",
    outcome: "failed",
    reason: expect.stringContaining("Uncaught Error: at the top"),
  });
  expectRefusal(refused, {
    code: 1,
    says: "found bad",
    wayOut: "run kit release clear shop --release v2",
  });
  expect(await platform.workers()).toEqual(before);
  expect((await workspace.kit("status", "shop", "--json")).json()).toMatchObject({
    profiles: { staging: { release: "v1", health: "healthy" } },
  });
});

it("a stranger's Worker of the same name is left alone", async () => {
  await platform.putWorker("market-staging", 'export default { fetch: () => new Response("a stranger") };');
  await expectRefused((...flags) => workspace.kit("deploy", "market", ...flags), {
    code: 1,
    says: "A Worker named market-staging is in this account already",
    wayOut: "Delete it if nobody needs it, or give the app another name",
  });
  const { port } = new URL(emulator.workersUrl);
  expect(await (await fetch(`http://market-staging.localhost:${port}`)).text()).toBe("a stranger");
});
