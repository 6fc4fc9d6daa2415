import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readFolder } from "../shared/files.ts";
import { copyOfThisRepository, emptyRepository, type Repository } from "../testing/repository.ts";
import { gen } from "../testing/run-gen.ts";

const emulatorSchema = z.object({
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
});

describe("gen leave", () => {
  let repository: Repository;
  const at = (path: string) => join(repository.root, "apps/shop", path);

  beforeAll(async () => {
    repository = emptyRepository();
    await gen(repository.root, "app", "shop", "--no-install");
  });
  afterAll(() => repository.remove());

  it("refuses where something else of the app uses the kit, names it, and changes nothing", async () => {
    const before = repository.status();
    appendFileSync(at("src/text.ts"), 'export { defineApp } from "@kit/deploy";\n');
    const manifest = readFileSync(at("package.json"), "utf8");
    writeFileSync(at("package.json"), manifest.replace('"build":', '"ship": "kit promote", "build":'));
    const { code, err } = await gen(repository.root, "leave", "shop", "--no-install");
    expect(code).toBe(1);
    expect(err).toMatch(/package\.json: the script “ship” calls the kit\n/);
    expect(err).toMatch(/src\/text\.ts:\d+: export \{ defineApp \} from "@kit\/deploy";\n/);
    expect(repository.status()).toBe(before);
    writeFileSync(at("package.json"), manifest);
    writeFileSync(
      at("src/text.ts"),
      readFileSync(at("src/text.ts"), "utf8").replace(/export \{ def.*\n/, ""),
    );
  });

  it("shows with --dry-run what it would do, and does nothing", async () => {
    const { code, out } = await gen(repository.root, "leave", "shop", "--dry-run");
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining("+++ b/apps/shop/alchemy.run.ts"),
    });
    expect(existsSync(at("kit.json"))).toBe(true);
  });

  it("keeps what its owner wrote into the README, also about the kit", async () => {
    appendFileSync(at("README.md"), "\n## Mine\n\nWords of mine.\n");
    expect(await gen(repository.root, "leave", "shop", "--no-install")).toMatchObject({ code: 0 });
    expect(readFileSync(at("README.md"), "utf8")).toMatch(
      /bun run deploy[\s\S]+## Mine\n\nWords of mine\.\n$/,
    );
  });

  it("is done once", async () => {
    expect(await gen(repository.root, "leave", "shop")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no app “shop” of the kit"),
    });
  });
});

describe("what remains", () => {
  let repository: Repository;
  let account: z.infer<typeof emulatorSchema>;
  const kit = (...args: string[]) =>
    spawnSync("bun", ["run", "kit", ...args], { cwd: repository.root, encoding: "utf8" });

  beforeAll(async () => {
    repository = copyOfThisRepository();
    expect(await gen(repository.root, "app", "shop", "--yes")).toMatchObject({ code: 0 });
    expect(await gen(repository.root, "leave", "shop", "--yes")).toMatchObject({ code: 0, err: "" });
    account = emulatorSchema.parse(JSON.parse(kit("emulator", "start", "--json").stdout));
  });
  afterAll(() => {
    kit("emulator", "stop");
    repository.remove();
  });

  /** Runs a script of the app as plain alchemy's user would. */
  async function script(...args: string[]): Promise<{ code: number | null; output: string }> {
    const { CI: _ci, ...env } = process.env;
    const child = spawn("bun", ["run", ...args], {
      cwd: join(repository.root, "apps/shop"),
      env: {
        ...env,
        CLOUDFLARE_BASE_URL: account.apiUrl,
        CLOUDFLARE_API_TOKEN: account.token,
        CLOUDFLARE_ACCOUNT_ID: account.accountId,
        ALCHEMY_TELEMETRY_DISABLED: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code, output: `${out}${errors}` };
  }

  it("has nothing of the kit's: no import, no script, no command", async () => {
    const files = await readFolder(join(repository.root, "apps/shop"));
    const found = [...files].filter(([, content]) =>
      /@kit|\bkit (dev|alchemy|deploy)\b|bun run kit/.test(String(content)),
    );
    expect(found.map(([path]) => path)).toEqual([]);
    expect([...files.keys()]).not.toContain("kit.json");
  });

  it("passes its types and its tests", async () => {
    expect(await script("typecheck")).toMatchObject({ code: 0 });
    expect(await script("test")).toMatchObject({ code: 0 });
  });

  it("builds, and goes live by alchemy deploy --stage x, and down by alchemy destroy", async () => {
    expect(await script("deploy", "--stage", "x")).toMatchObject({ code: 0 });
    const url = account.workersUrl.replace("//", "//shop-x.");
    const health = await fetch(`${url}/api/health`);
    expect(await health.json()).toMatchObject({ status: "ok", app: "shop", profile: "x", release: null });
    expect(await (await fetch(url)).text()).toContain("<html");
    expect(await script("destroy", "--stage", "x")).toMatchObject({ code: 0 });
    expect((await fetch(`${url}/api/health`)).status).toBe(404);
  });
});
