import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyRepository, type Repository } from "./testing/repository.ts";
import { gen } from "./testing/run-gen.ts";

let repository: Repository;
const run = (...args: string[]) => gen(repository.root, ...args);
const at = (path: string) => join(repository.root, path);

beforeEach(() => {
  repository = emptyRepository();
});
afterEach(() => repository.remove());

describe("gen app", () => {
  it("answers with one JSON object, and what to do next", async () => {
    const { code, out, err } = await run("app", "shop", "--no-install", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({
      app: "shop",
      template: "app",
      path: "apps/shop",
      dryRun: false,
      installed: false,
    });
    expect(answer.next).toHaveLength(3);
    expect(answer.files.every((file: string) => existsSync(at(file)))).toBe(true);
  });

  it("makes it with what was asked for, and kit.json remembers", async () => {
    const { out } = await run("app", "shop", "--with", "cron, kv,kv", "--no-install", "--json");
    expect(JSON.parse(out)).toMatchObject({ with: "kv,cron" });
    expect(readManifest("shop")).toMatchObject({
      template: "app",
      answers: { name: "shop", with: "kv,cron" },
    });
    expect(existsSync(at("apps/shop/src/nightly.ts"))).toBe(true);
    expect(existsSync(at("apps/shop/migrations"))).toBe(false);
  });

  it("makes a Worker with no front end, and with no resources if none are wanted", async () => {
    expect(await run("worker", "mail", "--with", "none", "--no-install")).toMatchObject({ code: 0 });
    expect(readManifest("mail")).toMatchObject({
      template: "worker",
      answers: { name: "mail", with: "none" },
    });
    expect(existsSync(at("apps/mail/src/page"))).toBe(false);
  });

  it("shows with --dry-run exactly what it then does", async () => {
    const { out: diff } = await run("app", "shop", "--dry-run");
    expect(repository.status()).toBe("");
    execFileSync("git", ["apply"], { cwd: repository.root, input: `${diff}\n` });
    const shown = execFileSync("git", ["hash-object", "--", ...filesIn("shop")], {
      cwd: repository.root,
    }).toString();
    execFileSync("git", ["clean", "--force", "-d", "--quiet"], { cwd: repository.root });
    await run("app", "shop", "--no-install");
    const done = execFileSync("git", ["hash-object", "--", ...filesIn("shop")], {
      cwd: repository.root,
    }).toString();
    expect(done).toBe(shown);
  });

  it.each([
    [["app"], "Which name?"],
    [["app", "../x"], "“../x” cannot be the name of an app"],
    [["app", "Bad Name!"], "This would do: bad-name"],
    [["app", "Bad", "Name"], "One name at a time"],
    [["app", "shop", "--template", "nope"], "There is no template “nope”. There is: app, worker."],
    [
      ["app", "shop", "--with", "d1,mongo"],
      "There is no “mongo” that an app can be made with. There is: d1,",
    ],
    [["worker"], "Which name?"],
    [["app", "shop", "--frob"], "Unknown option '--frob'"],
    [["frob"], "There is no “frob”"],
    [[], "What shall be made, and its name?"],
    [["profile", "shop"], "Which app, and which profile?"],
    [["profile", "shop", "eu"], "There is no app “shop”"],
    [["remove"], "Which app"],
    [["remove", "shop"], "There is no app “shop”"],
    [["remove", "../x"], "There is no app “../x”"],
  ])("refuses %j with one sentence, and changes nothing", async (args, sentence) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(repository.status()).toBe("");

    const asked = await run(...args, "--json");
    expect(asked).toMatchObject({ code: 2, err });
    expect(JSON.parse(asked.out)).toEqual({ error: { message: err.trim() } });
  });

  it("refuses a name that is taken, whatever has it, with one that would do", async () => {
    mkdirSync(at("apps/shop"), { recursive: true });
    writeFileSync(at("apps/shop-2"), "a file");
    const { code, err } = await run("app", "shop", "--no-install");
    expect(code).toBe(2);
    expect(err).toBe("“shop” is taken: apps/shop is there already. This would do: shop-3\n");
  });

  it("refuses the name of a package of the repository, and of one that it depends on", async () => {
    const manifest = { name: "empty", workspaces: ["apps/*", "packages/*", "tools"] };
    writeFileSync(at("package.json"), JSON.stringify(manifest));
    for (const [folder, name] of Object.entries({ "packages/ui": "design", tools: "tools" })) {
      mkdirSync(at(folder), { recursive: true });
      writeFileSync(at(`${folder}/package.json`), JSON.stringify({ name }));
    }
    mkdirSync(at("packages/no-package"));
    const packages = '    "react": ["react@19.3.1", ""],\n\n    "gone": ["gone@workspace:apps/gone"],\n';
    writeFileSync(at("bun.lock"), `{\n  "packages": {\n${packages}  }\n}\n`);
    const words = async (name: string) => (await run("app", name, "--dry-run")).err;

    expect(await words("design")).toBe(
      "“design” is taken: the package in packages/ui is called so. This would do: design-2\n",
    );
    expect(await words("tools")).toContain("the package in tools is called so");
    expect(await words("empty")).toContain("the package in the repository's root is called so");
    expect(await words("react")).toContain("what is here depends on a package that is called so");
    expect(await words("gone")).toBe("");
    expect(await words("ui")).toBe("");
  });

  it("refuses where there is no repository", async () => {
    expect(await gen("/", "app", "shop")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no package.json"),
    });
  });
});

describe("gen profile", () => {
  beforeEach(async () => {
    await run("app", "shop", "--no-install");
  });
  const config = () => readFileSync(at("apps/shop/alchemy.config.ts"), "utf8");

  it("adds a profile before the last one, as --dry-run shows, and says which way a release goes now", async () => {
    const { out: diff } = await run("profile", "shop", "eu", "--dry-run");
    expect(diff).toMatch(/\n\+ {2}profiles: \{ staging: \{\}, eu: \{\}, prod: \{\} \},\n/);
    expect(config()).not.toContain("eu");

    const { code, out } = await run("profile", "shop", "eu");
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("staging → eu → prod") });
    const again = await run("profile", "shop", "dev", "--before", "staging", "--json");
    expect(JSON.parse(again.out)).toMatchObject({
      profiles: ["dev", "staging", "eu", "prod"],
      dryRun: false,
    });
    expect(config()).toContain("profiles: { dev: {}, staging: {}, eu: {}, prod: {} },");
  });

  it.each([
    ["EU!", "This would do: eu"],
    ["production", "it has the profile “prod” already"],
  ])("refuses %s with one sentence, and changes nothing", async (name, sentence) => {
    const before = config();
    const { code, err } = await run("profile", "shop", name);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) });
    expect(config()).toBe(before);
  });
});

describe("gen remove", () => {
  beforeEach(async () => {
    await run("app", "shop", "--no-install");
  });

  it("takes everything away, with what builds and installs have left", async () => {
    mkdirSync(at("apps/shop/dist/client"), { recursive: true });
    writeFileSync(at("apps/shop/dist/client/index.html"), "built");
    expect(await run("remove", "shop", "--no-install")).toMatchObject({ code: 0 });
    expect(existsSync(at("apps"))).toBe(false);
    expect(repository.status()).toBe("");
  });

  it("refuses where files were edited or added, and names them", async () => {
    appendFileSync(at("apps/shop/src/worker.ts"), "// mine\n");
    writeFileSync(at("apps/shop/notes.md"), "mine");
    const before = repository.status();
    const { code, err } = await run("remove", "shop", "--no-install");
    expect(code).toBe(1);
    expect(err).toMatch(/edited +apps\/shop\/src\/worker.ts\n +added +apps\/shop\/notes.md\n.*--force/);
    expect(repository.status()).toBe(before);

    expect(await run("remove", "shop", "--no-install", "--force")).toMatchObject({ code: 0 });
    expect(repository.status()).toBe("");
  });

  it("shows with --dry-run what would go, and takes nothing", async () => {
    const before = repository.status();
    const { out } = await run("remove", "shop", "--dry-run", "--json");
    expect(JSON.parse(out).plan).toHaveLength(filesIn("shop").length);
    expect(repository.status()).toBe(before);
  });

  it("leaves a folder alone that the kit did not stamp", async () => {
    mkdirSync(at("apps/mine"), { recursive: true });
    expect(await run("remove", "mine")).toMatchObject({
      code: 1,
      err: expect.stringContaining("not stamped by the kit"),
    });
    expect(existsSync(at("apps/mine"))).toBe(true);
  });
});

it("gen list names the templates and the apps, and how much of each was changed", async () => {
  await run("app", "shop", "--no-install");
  appendFileSync(at("apps/shop/README.md"), "mine\n");
  const { out } = await run("list", "--json");
  expect(JSON.parse(out)).toMatchObject({
    templates: [{ name: "app" }, { name: "worker" }],
    apps: [{ app: "shop", template: "app", edited: ["README.md"], added: [], missing: [] }],
  });
});

function readManifest(app: string) {
  return JSON.parse(readFileSync(at(`apps/${app}/kit.json`), "utf8"));
}

function filesIn(app: string): string[] {
  const { files } = readManifest(app);
  return [...Object.keys(files), "kit.json"].map((file) => `apps/${app}/${file}`);
}
