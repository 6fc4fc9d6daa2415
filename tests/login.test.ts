import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { converse, keys } from "../generators/src/testing/converse.ts";
import { type Emulator, printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
let emulator: Emulator;
let home: string;
beforeAll(async () => {
  workspace = await Workspace.create();
  await workspace.kit("emulator", "start");
  emulator = await workspace.emulator();
});
afterAll(() => workspace.cleanup());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "home-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const credentials = () => join(home, ".alchemy", "credentials", "default", "cloudflare.json");
const config = () => join(home, ".alchemy", "config.json");
const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));

function login(env: Record<string, string>, ...args: string[]) {
  const command = [process.execPath, "run", "kit", "login", ...args];
  return workspace.run(command, { env: { HOME: home, CLOUDFLARE_BASE_URL: emulator.apiUrl, ...env } });
}

describe("kit login", () => {
  test("keeps the token where alchemy looks, for this user alone, and never shows it", async () => {
    const { code, stdout, stderr } = await login({ CLOUDFLARE_API_TOKEN: emulator.token });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stdout).toMatch(/✓ token {10}valid[\s\S]*✓ r2[\s\S]*Logged in to Emulator/);
    expect(stdout + stderr).not.toContain(emulator.token);
    expect(await json(credentials())).toEqual({ type: "api-token", apiToken: emulator.token });
    expect(await json(config())).toEqual({
      version: 1,
      profiles: {
        default: {
          cloudflare: { metadata: { id: emulator.accountId, name: "Emulator" }, method: "api-token" },
        },
      },
    });
    const modes = await Promise.all(
      [credentials(), config(), join(home, ".alchemy")].map(async (path) =>
        ((await stat(path)).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(["600", "600", "700"]);
  });

  test("takes the token from stdin, too; and alchemy itself goes by what it stored", async () => {
    const piped = `printf '%s\\n' "$TOKEN" | bun run kit login --token-stdin --account ${emulator.accountId}`;
    const env = { HOME: home, CLOUDFLARE_BASE_URL: emulator.apiUrl };
    const { code } = await workspace.run(["sh", "-c", piped], { env: { ...env, TOKEN: emulator.token } });
    expect(code).toBe(0);
    const asked = await workspace.run(
      [
        process.execPath,
        "-e",
        'import { createCloudflareApi } from "alchemy/cloudflare"; const api = await createCloudflareApi({}); console.log(api.accountId, (await api.get("/accounts/" + api.accountId)).status)',
      ],
      { cwd: "packages/deploy", env },
    );
    expect(asked.stdout.trim()).toBe(`${emulator.accountId} 200`);
  });

  test("the kit goes by it where KIT_TARGET says cloudflare, and otherwise not", async () => {
    await login({ CLOUDFLARE_API_TOKEN: emulator.token });
    const env = { HOME: home, CLOUDFLARE_BASE_URL: emulator.apiUrl };
    const doctor = [process.execPath, "run", "kit", "doctor", "--target", "cloudflare"];
    expect((await workspace.run(doctor, { env })).code).toBe(0);
    const status = [process.execPath, "run", "kit", "status", "showcase"];
    expect((await workspace.run(status, { env: { ...env, KIT_TARGET: "cloudflare" } })).code).toBe(0);
    const inCi = await workspace.run(status, { env: { HOME: home, CI: "true" } });
    expect(inCi.stderr).toContain("CI is set, and there is neither");
  });

  test("leaves alone what else is in alchemy's file, and refuses one that is not alchemy's", async () => {
    await mkdir(join(home, ".alchemy"));
    const other = { aws: { metadata: {}, method: "oauth" } };
    await writeFile(config(), JSON.stringify({ version: 1, profiles: { work: other, default: other } }));
    await login({ CLOUDFLARE_API_TOKEN: emulator.token });
    expect(await json(config())).toMatchObject({
      profiles: { work: other, default: { ...other, cloudflare: {} } },
    });
    await writeFile(config(), "{");
    const refused = await login({ CLOUDFLARE_API_TOKEN: emulator.token });
    expect(`${refused.code} ${refused.stderr}`).toMatch(/^1 [\s\S]*is not as alchemy writes it/);
    expect(await readFile(config(), "utf8")).toBe("{");
  });

  test.each<[string, Record<string, string>, string[], number, RegExp, RegExp]>([
    [
      "a token that Cloudflare does not know",
      { CLOUDFLARE_API_TOKEN: "wrong-token" },
      [],
      1,
      /does not accept the token/,
      /api-tokens/,
    ],
    [
      "something that is no token",
      { CLOUDFLARE_API_TOKEN: "Bearer wrong-token" },
      [],
      2,
      /no API token/,
      /--token-stdin/,
    ],
    ["no token", {}, [], 2, /nobody can be asked/, /--token-stdin/],
    ["no token on stdin", {}, ["--token-stdin"], 2, /nothing came on stdin/, /--token-stdin/],
  ])("stores nothing for %s", async (_what, env, args, code, says, mends) => {
    const refused = await login(env, ...args);
    expect(refused.code).toBe(code);
    expect(refused.stderr).toMatch(says);
    expect(printedCommand(refused)).toMatch(mends);
    expect(refused.stdout + refused.stderr).not.toContain("wrong-token");
    expect(await Bun.file(credentials()).exists()).toBe(false);
  });

  test("stores nothing for an account that the token does not see", async () => {
    const refused = await login({ CLOUDFLARE_API_TOKEN: emulator.token }, "--account", "f".repeat(32));
    expect(`${refused.code} ${refused.stderr}`).toMatch(/^2 [\s\S]*does not see an account “f+”/);
    expect(await Bun.file(credentials()).exists()).toBe(false);
  });

  test("asks for it on a terminal, where it is not shown; and Ctrl-C leaves nothing", async () => {
    const env = { HOME: home, CLOUDFLARE_BASE_URL: emulator.apiUrl };
    const command = [process.execPath, "run", "kit", "login"];
    const left = await converse(command, workspace.root, [["not shown", keys.interrupt]], env);
    expect(left.code).toBe(130);
    expect(await Bun.file(credentials()).exists()).toBe(false);
    const done = await converse(command, workspace.root, [["not shown", `${emulator.token}\r`]], env);
    expect(`${done.code} ${done.screen}`).toMatch(/^0 [\s\S]*Logged in to Emulator/);
    expect(done.screen).not.toContain(emulator.token);
    expect(await json(credentials())).toMatchObject({ apiToken: emulator.token });
  });
});
