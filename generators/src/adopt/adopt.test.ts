import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { copyOfThisRepository, emptyRepository, type Repository } from "../testing/repository.ts";
import { gen } from "../testing/run-gen.ts";

/** A Worker as wrangler's users have it: a page, a database with migrations, a Node module, a secret of its owner. */
const WRANGLER: Record<string, string> = {
  "package.json": '{\n\t"name": "old-shop",\n\t"scripts": { "deploy": "wrangler deploy" }\n}\n',
  "package-lock.json": "{}",
  ".dev.vars": "KEY=secret",
  ".dev.vars.example": "KEY=\n",
  "wrangler.jsonc": `{
  // As it was.
  "name": "old-shop",
  "main": "src/index.ts",
  "compatibility_date": "2026-07-01",
  "compatibility_flags": ["nodejs_compat"],
  "assets": { "directory": "./public" },
  "vars": { "WORD": "bread" },
  "d1_databases": [{ "binding": "DB", "database_name": "old-shop-db", "database_id": "x", "migrations_dir": "sql" }],
  "routes": ["shop.example.com/*"]
}
`,
  "sql/0001_items.sql": "create table items (name text); insert into items values ('rye');",
  "public/index.html": "<h1>the page</h1>",
  "src/index.ts": `import { createHash } from "crypto";
import { hello } from "./hello";
export default {
  async fetch(request: Request, env: any) {
    const { results } = await env.DB.prepare("select name from items").all();
    const digest = createHash("sha256").update(env.WORD).digest("hex").slice(0, 8);
    return Response.json({ said: hello(env.WORD), digest, items: results });
  },
};
`,
  "src/hello.ts": 'export const hello = (word: string) => "hello " + word;\n',
};

const ALCHEMY: Record<string, string> = {
  "package.json": '{ "name": "old-api", "dependencies": { "alchemy": "0.94.0" } }\n',
  "alchemy.run.ts": `import alchemy from "alchemy";
import { KVNamespace, Worker } from "alchemy/cloudflare";

const app = await alchemy("old-api");
const cache = await KVNamespace("cache");

export const worker = await Worker("api", {
  entrypoint: "./src/api.ts",
  compatibilityDate: "2026-07-01",
  bindings: { CACHE: cache },
});

await app.finalize();
`,
  "src/api.ts": `export default {
  async fetch(request: Request, env: any) {
    await env.CACHE.put("word", "kept");
    return new Response(await env.CACHE.get("word"));
  },
};
`,
};

/** The database as wrangler left it: migrated, and with something in it. */
const THERE = `
  create table d1_migrations (
    id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null
  );
  insert into d1_migrations (name) values ('0001_items.sql');
  create table items (name text);
  insert into items values ('wheat');`;

const accountSchema = z.object({
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
});
const databaseSchema = z.object({ result: z.object({ uuid: z.string() }) });
const databasesSchema = z.object({ result: z.array(z.object({ uuid: z.string(), name: z.string() })) });

const sentSchema = z.object({ url: z.string(), outcome: z.string() });

function write(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe("a project that was adopted", () => {
  let repository: Repository;
  let projects: string;
  const kitIn = (cwd: string, ...args: string[]) =>
    spawnSync("bun", ["run", "kit", ...args], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, KIT_TARGET: "emulator", DURING_INSTALL: "" },
    });
  const kit = (...args: string[]) => kitIn(repository.root, ...args);

  beforeAll(() => {
    repository = copyOfThisRepository();
    projects = `${repository.root}-projects`;
    write(join(projects, "old-shop"), WRANGLER);
    write(join(projects, "old-api"), ALCHEMY);
  });
  afterAll(() => {
    kit("emulator", "stop");
    rmSync(projects, { recursive: true });
    repository.remove();
  });

  /** Asks the account, as its owner might have before there was the kit. */
  async function ask(path: string, body?: object): Promise<unknown> {
    const account = accountSchema.parse(JSON.parse(kit("emulator", "status", "--json").stdout));
    const response = await fetch(`${account.apiUrl}/accounts/${account.accountId}${path}`, {
      headers: { authorization: `Bearer ${account.token}`, "content-type": "application/json" },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    return response.json();
  }

  async function deploy(app: string): Promise<string> {
    const sent = kit("deploy", app, "--profile", "staging", "--json");
    expect({ status: sent.status, stderr: sent.stderr }).toMatchObject({ status: 0 });
    return sentSchema.parse(JSON.parse(sent.stdout)).url;
  }

  it("from wrangler: has its code untouched, and prints what is left out and what to know", () => {
    const { status, stdout } = kit("adopt", join(projects, "old-shop"), "--name", "shop", "--yes");
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("Made apps/shop of") });
    for (const [path, text] of Object.entries(WRANGLER)) {
      if (["package.json", "package-lock.json", ".dev.vars"].includes(path)) continue;
      expect(readFileSync(join(repository.root, "apps/shop", path), "utf8")).toBe(text);
    }
    expect(existsSync(join(repository.root, "apps/shop/.dev.vars"))).toBe(false);
    expect(stdout).toMatch(/left out {2}\.dev\.vars\n {2}left out {2}package-lock\.json/);
    expect(stdout).toContain("its routes stay with the present Worker");
    expect(stdout).toContain("KEY: alchemy.secret(process.env.KEY)");
  });

  it("from wrangler: deploys, with a page, a database and its migrations", async () => {
    const url = await deploy("shop");
    expect(await (await fetch(url)).text()).toBe("<h1>the page</h1>");
    expect(await (await fetch(`${url}/x`)).json()).toEqual({
      said: "hello bread",
      digest: "985604c2",
      items: [{ name: "rye" }],
    });
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({
      status: "ok",
      app: "shop",
      release: "v1",
    });
  });

  it("from wrangler: prod has the database that was there, which stays when prod is taken down", async () => {
    const { uuid } = databaseSchema.parse(await ask("/d1/database", { name: "old-shop-db" })).result;
    await ask(`/d1/database/${uuid}/query`, { sql: THERE });

    expect(kit("promote", "shop", "--profile", "prod")).toMatchObject({ status: 3 });
    expect(kit("approve", "shop", "--gate", "prod-approval")).toMatchObject({ status: 0 });
    const sent = kit("resume", "shop");
    expect({ status: sent.status, stderr: sent.stderr }).toMatchObject({ status: 0 });
    const { profiles } = JSON.parse(kit("status", "shop", "--json").stdout);
    expect(await (await fetch(`${profiles.prod.url}/x`)).json()).toMatchObject({
      items: [{ name: "wheat" }],
    });

    const databases = async () =>
      databasesSchema.parse(await ask("/d1/database")).result.map(({ name }) => name);
    expect(kit("destroy", "shop", "--profile", "staging", "--yes")).toMatchObject({ status: 0 });
    expect(kit("destroy", "shop", "--profile", "prod", "--yes")).toMatchObject({ status: 0 });
    expect(await databases()).toContain("old-shop-db");
    expect(await databases()).not.toContain("shop-staging-db");
  });

  it("from alchemy, in its place in apps/: deploys, and leaves again", async () => {
    const folder = join(repository.root, "apps/old-api");
    cpSync(join(projects, "old-api"), folder, { recursive: true });
    expect(kitIn(folder, "adopt", ".", "--yes")).toMatchObject({ status: 0 });
    const url = await deploy("old-api");
    expect(await (await fetch(url)).text()).toBe("kept");

    expect(kit("leave", "old-api", "--dry-run")).toMatchObject({ status: 0 });
    expect(kit("leave", "old-api", "--yes")).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "alchemy.run.ts"), "utf8")).not.toContain("@kit");
  });

  it("is no failure of gen update, which has nothing to stamp there", async () => {
    expect(await gen(repository.root, "update", "shop")).toMatchObject({ code: 0 });
  });
});

describe("gen adopt", () => {
  let repository: Repository;
  const at = (path: string) => join(repository.root, path);
  const run = (...args: string[]) => gen(repository.root, "adopt", ...args);
  beforeAll(() => {
    repository = emptyRepository();
    write(`${repository.root}-old`, { ...WRANGLER, "go.sh": "echo go" });
    chmodSync(`${repository.root}-old/go.sh`, 0o755);
    symlinkSync("/etc/hostname", `${repository.root}-old/link`);
    write(at("elsewhere"), WRANGLER);
    write(at("apps/taken"), { "package.json": "{}" });
    write(at("apps/taken/deeper"), WRANGLER);
  });
  afterAll(() => {
    rmSync(`${repository.root}-old`, { recursive: true });
    repository.remove();
  });

  it("shows with --dry-run the plan, what is copied as a number, and does nothing", async () => {
    const { code, out } = await run(`${repository.root}-old`, "--dry-run");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Would make apps\/old-shop of .*\n {2}7 files are copied as they are\n {2}edited {2}apps/,
    );
    expect(out).toContain("+++ b/apps/old-shop/alchemy.run.ts");
    expect(out).not.toContain("+++ b/apps/old-shop/src/index.ts");
    expect(existsSync(at("apps/old-shop"))).toBe(false);
  });

  it("keeps what can be executed so, and names the links that it leaves behind", async () => {
    const { code, out } = await run(`${repository.root}-old`, "--name", "made", "--no-install", "--json");
    expect(code).toBe(0);
    expect(statSync(at("apps/made/go.sh")).mode & 0o111).not.toBe(0);
    expect(JSON.parse(out).left).toEqual([".dev.vars", "link", "package-lock.json"]);
  });

  it.each<[string, string[], number, string]>([
    ["nothing", [], 2, "Which project?"],
    ["what is no project", ["/"], 2, "there is no package.json in it"],
    ["a project elsewhere in the repository", ["elsewhere"], 2, "not a folder of apps/"],
    ["a project deep in an app", ["apps/taken/deeper"], 2, "not a folder of apps/"],
    ["a project with nothing to deploy", ["apps/taken"], 1, "neither an alchemy.run.ts nor a wrangler.json"],
    ["a name that cannot be", ["OLD", "--name", "Bad Name"], 2, "This would do: --name bad-name"],
    ["a name that is taken", ["OLD", "--name", "taken"], 2, "This would do: --name taken-2"],
  ])("refuses %s, and changes nothing", async (_what, args, code, sentence) => {
    const before = repository.status();
    const paths = args.map((arg) => (arg === "OLD" ? `${repository.root}-old` : arg));
    expect(await run(...paths)).toMatchObject({ code, out: "", err: expect.stringContaining(sentence) });
    expect(repository.status()).toBe(before);
  });
});
