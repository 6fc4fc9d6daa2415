import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { GitHub } from "./github/github.ts";
import { Workspace } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());

/** The code blocks of a page that are of this kind, to the letter. */
function blocks(file: string, kind: string): string[] {
  return [...read(file).matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, info, body]) =>
    info === kind && body ? [body] : [],
  );
}

describe("every command in QUICK_START.md does what the page says, one after the other", () => {
  const lines = blocks("QUICK_START.md", "sh").flatMap((block) => block.trim().split("\n"));

  test.each(lines)("%s", async (line) => {
    const expected = Number(/# exits (\d+)/.exec(line)?.[1] ?? 0);
    const { code, stdout, stderr } = await workspace.paste(line);
    expect(`${code}${code === expected ? "" : `\n${stdout}${stderr}`}`).toBe(String(expected));
  });
});

describe("every command in COMMANDS.md is one that exists, with the flags that it has", () => {
  const commands = [...read("COMMANDS.md").matchAll(/^\| `((?:bun run|scripts\/)[^`]*)` +\|/gm)].map(
    ([, it]) => it ?? "",
  );
  /**
   * What the tables' order makes of some: nothing is left to go on with, nothing is bad, nothing is before v1. And the
   * workspace is not on GitHub, and nobody gives a token.
   */
  const expected: Record<string, number> = {
    "bun run kit promote shop --profile prod": 3,
    "bun run kit resume shop": 1,
    "bun run kit rollback shop --profile prod": 1,
    "scripts/rollback.sh prod latest-1 shop": 1,
    "bun run kit release diff shop v1 v2": 2,
    'bun run kit release clear shop --release v2 --reason "…"': 2,
    "bun run kit github setup --dry-run": 1,
    "bun run kit github status": 1,
    "bun run kit login --token-stdin": 2,
  };
  const endless = "bun run kit dev shop";

  test("the tables are read", () => {
    expect(commands.length).toBeGreaterThan(20);
    for (const command of [...Object.keys(expected), endless]) expect(commands).toContain(command);
  });

  test.each(commands.filter((command) => command !== endless))("%s", async (command) => {
    const { code, stderr } = await workspace.paste(command);
    expect(stderr).not.toMatch(/has no command|Unknown option|has no action|It is called so/);
    expect(code).toBe(expected[command] ?? 0);
  });
});

describe("docs/PROMOTION.md", () => {
  test.each(blocks("docs/PROMOTION.md", "ts").map((block, at) => [at + 1, block] as const))(
    "config %i is one",
    async (_at, block) => {
      await workspace.gen("app", "shop", "--yes");
      await workspace.write("apps/shop/alchemy.config.ts", block);
      const planned = await workspace.kit("plan", "shop", "--json");
      expect(planned.code).toBe(0);
      expect(planned.json()).toMatchObject({ unsupported: [] });
    },
  );
});

describe("docs/GITHUB.md", () => {
  const github = new GitHub();
  afterAll(() => github.stop());
  const env = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "ada/things",
    GITHUB_TOKEN: "owner-token",
    CLOUDFLARE_ACCOUNT_ID: "0123456789abcdef0123456789abcdef",
    CLOUDFLARE_API_TOKEN: "token",
    ALCHEMY_PASSWORD: "password",
  };

  test.each(blocks("docs/GITHUB.md", "sh").flatMap((block) => block.trim().split("\n")))(
    "%s",
    async (line) => {
      const { code, stderr } = await workspace.run(["sh", "-c", line], { env });
      expect(`${code} ${stderr}`).toMatch(/^0 /);
    },
  );

  const dispatched = blocks("docs/GITHUB.md", "sh no-run")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("gh workflow run "));

  test.each(dispatched)("%s starts a workflow by inputs that it takes", (line) => {
    const [, , , file = ""] = line.split(" ");
    const inputs = workflow.parse(Bun.YAML.parse(read(`.github/workflows/${file}`))).on.workflow_dispatch
      .inputs;
    for (const [, name = "", value = ""] of line.matchAll(/-f (\w+)=(\S+)/g)) {
      expect(inputs[name]).toBeDefined();
      expect(inputs[name]?.options ?? [value]).toContain(value);
    }
  });

  test("its table tells of every workflow, and of no other", () => {
    const told = [...read("docs/GITHUB.md").matchAll(/^\| `(\w+\.yml)`/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(readdirSync(join(root, ".github/workflows")).toSorted());
  });
});

const workflow = z.object({
  on: z.object({
    workflow_dispatch: z.object({
      inputs: z.record(z.string(), z.object({ options: z.array(z.string()).optional() })),
    }),
  }),
});

test("no page links to a file that is not there", () => {
  const pages = [
    "README.md",
    "QUICK_START.md",
    "COMMANDS.md",
    "CONTRIBUTING.md",
    "AGENTS.md",
    "docs/PROMOTION.md",
    "docs/GITHUB.md",
  ];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)]
      .map(([, target]) => join(root, dirname(page), target ?? ""))
      .filter((target) => !existsSync(target)),
  );
  expect(broken).toEqual([]);
});
