import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { converse } from "../generators/src/testing/converse.ts";
import { Elsewhere } from "./elsewhere.ts";
import { type Emulator, printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
let emulator: Emulator;
let elsewhere: Elsewhere;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.kit("emulator", "start");
  emulator = await workspace.emulator();
});
afterAll(() => workspace.cleanup());
beforeEach(() => {
  elsewhere = new Elsewhere(emulator);
});
afterEach(() => elsewhere.stop());

const command = (...args: string[]) => [process.execPath, "run", "kit", "deploy", "showcase", ...args];
const deploy = (...args: string[]) => workspace.run(command(...args), { env: elsewhere.env });

describe("the first deploy to an account that is not on this machine", () => {
  test("shows the account, what it makes and what can cost, and makes nothing unasked", async () => {
    const refused = await deploy();
    expect(refused.code).toBe(2);
    expect(refused.stdout).toMatch(/account +Emulator \([0-9a-f]{32}\)/);
    expect(refused.stdout).toMatch(/makes +Worker showcase-staging\n +D1 database\n +D1 database kit-ledger/);
    expect(refused.stdout).toMatch(/can cost +R2: 10 GB a month are free/);
    expect(printedCommand(refused)).toMatch(/kit deploy showcase --profile staging --yes$/);
    expect(elsewhere.asked.filter((method) => method !== "GET")).toEqual([]);
  });

  test("asks on a terminal, and makes nothing for a no", async () => {
    const { code, screen } = await converse(
      command(),
      workspace.root,
      [["Go on? [y/N]", "n\r"]],
      elsewhere.env,
    );
    expect(`${code} ${screen}`).toMatch(/^1 [\s\S]*Nothing was deployed/);
    expect(elsewhere.asked.filter((method) => method !== "GET")).toEqual([]);
  });

  test("goes on for a yes", async () => {
    const { screen } = await converse(command(), workspace.root, [["Go on? [y/N]", "y\r"]], elsewhere.env);
    expect(screen).toContain("ALCHEMY_PASSWORD is not set");
  });

  test("goes on with --yes", async () => {
    const { stdout, stderr } = await deploy("--yes");
    expect(stdout).toContain("The first deploy of showcase to this account");
    // As far as it can come without what encrypts secrets.
    expect(stderr).toContain("ALCHEMY_PASSWORD is not set");
  });

  test("is not asked about again, once the ledger knows the app", async () => {
    expect((await workspace.kit("deploy", "showcase")).code).toBe(0);
    const { stdout, stderr } = await deploy();
    expect(stdout).not.toContain("first deploy");
    expect(stderr).toContain("ALCHEMY_PASSWORD is not set");
  });
});
