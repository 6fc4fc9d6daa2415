import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { GitHub } from "./github/github.ts";
import { kitGithub, secretToken, values } from "./github/kit-github.ts";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
let github: GitHub;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());
beforeEach(() => {
  github = new GitHub();
});
afterEach(async () => {
  await workspace.run(["git", "checkout", "--quiet", "README.md"]);
  await github.stop();
});

const answer = z.object({
  changed: z.boolean(),
  items: z.array(z.object({ kind: z.string(), what: z.string(), how: z.string().optional() })),
});

const on = (args: readonly string[], env?: Record<string, string>) => kitGithub(workspace, github, args, env);
const setUp = (...args: string[]) => on(["setup", ...args]);
const itemsOf = async (...args: string[]) => answer.parse((await on([...args, "--json"])).json()).items;

describe("kit github setup", () => {
  test("makes everything, and run twice changes nothing", async () => {
    expect((await setUp()).code).toBe(0);

    const { state } = github;
    expect([...state.environments.keys()]).toEqual(["staging", "preview", "prod"]);
    expect(state.environments.get("staging")).toMatchObject({ reviewers: [], branches: null });
    expect(state.environments.get("prod")).toMatchObject({
      reviewers: [{ type: "User", id: 1 }],
      preventSelfReview: false,
      waitTimer: 0,
      policies: [{ name: "main", type: "branch" }],
    });
    expect(Object.fromEntries(state.environments.get("staging")?.secrets ?? [])).toEqual({
      CLOUDFLARE_API_TOKEN: secretToken,
      ALCHEMY_PASSWORD: values.ALCHEMY_PASSWORD,
    });
    expect(state.environments.get("prod")?.secrets.get("CLOUDFLARE_API_TOKEN")).toBe(
      `${secretToken}-of-prod`,
    );
    expect(Object.fromEntries(state.variables)).toEqual({
      CLOUDFLARE_ACCOUNT_ID: values.CLOUDFLARE_ACCOUNT_ID,
    });
    expect([...state.rulesets.values()]).toMatchObject([
      { name: "main", enforcement: "active", conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } } },
    ]);
    expect(JSON.stringify([...state.rulesets.values()])).toContain('{"context":"CI"}');
    expect([...state.labels.keys()]).toContain("promotion");
    expect(state.pages).toEqual({ build_type: "workflow" });
    expect(state.workflows).toEqual({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: true,
    });
    expect(await readFile(join(workspace.root, "README.md"), "utf8")).toMatch(
      /^# .*\n\n\[!\[CI\]\(https:\/\/github\.com\/ada\/things\/actions\/workflows\/ci\.yml\/badge\.svg/,
    );

    const before = github.changes().length;
    const again = await setUp();
    expect(`${again.code} ${again.stdout}`).toMatch(/^0 [\s\S]*Nothing to change/);
    expect(github.changes()).toHaveLength(before);
    expect((await on(["status"])).code).toBe(0);
  });

  test("seals also where to tell the news, if that is given", async () => {
    await on(["setup"], {
      ...values,
      KIT_NOTIFY_SLACK: "https://hooks.slack.com/x",
      KIT_NOTIFY_SECRET_PROD: "k",
    });
    expect(github.state.environments.get("staging")?.secrets.get("KIT_NOTIFY_SLACK")).toBe(
      "https://hooks.slack.com/x",
    );
    expect([...(github.state.environments.get("prod")?.secrets.keys() ?? [])]).toEqual([
      "CLOUDFLARE_API_TOKEN",
      "ALCHEMY_PASSWORD",
      "KIT_NOTIFY_SLACK",
      "KIT_NOTIFY_SECRET",
    ]);
  });

  test("--dry-run shows what it would change, and changes nothing", async () => {
    const items = await itemsOf("setup", "--dry-run");
    expect(items).toContainEqual({ kind: "change", what: "environment prod", how: "made" });
    expect(items.every(({ kind }) => kind === "change")).toBe(true);
    expect(github.changes()).toEqual([]);
    const plain = await setUp("--dry-run");
    expect(plain.stdout).toContain("Nothing was");
    expect((await workspace.changes()).trim()).toBe("");
  });

  test("status says that it is not set up, and changes nothing", async () => {
    const { code } = await on(["status"]);
    expect(code).toBe(1);
    expect(github.changes()).toEqual([]);
  });

  test("leaves alone what somebody made otherwise, and adds only what lacks", async () => {
    await setUp();
    const prod = github.state.environments.get("prod");
    if (prod)
      Object.assign(prod, { reviewers: [{ type: "User", id: 2 }], waitTimer: 30, preventSelfReview: true });
    prod?.policies.push({ id: 900, name: "release/*", type: "branch" });
    prod?.secrets.delete("ALCHEMY_PASSWORD");
    const before = github.changes().length;
    await setUp();
    expect(github.changes().slice(before)).toEqual([
      "PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}",
    ]);
    await setUp("--wait-timer", "5", "--reviewer", "ada", "--reviewer", "grace", "--replace-secrets");
    expect(prod && github.state.environments.get("prod")).toMatchObject({
      reviewers: [{ id: 1 }, { id: 2 }],
      waitTimer: 5,
      preventSelfReview: true,
      policies: [{ name: "main" }, { name: "release/*" }],
    });
  });

  test("adds to a ruleset of that name the rules that it lacks, and keeps its others", async () => {
    const status = {
      required_status_checks: [{ context: "other" }],
      strict_required_status_checks_policy: true,
    };
    github.state.rulesets.set(7, {
      name: "main",
      enforcement: "active",
      rules: [{ type: "required_signatures" }, { type: "required_status_checks", parameters: status }],
    });
    await setUp();
    const rules = JSON.stringify(github.state.rulesets.get(7));
    expect(rules).toContain('"required_signatures"');
    expect(rules).toContain('"required_status_checks":[{"context":"other"},{"context":"CI"}]');
    expect(rules).toContain('"strict_required_status_checks_policy":true');
    expect(github.state.rulesets.size).toBe(1);
  });

  test("asks for a review of pull requests, unless there is one maintainer, who could never merge", async () => {
    await setUp();
    expect(JSON.stringify([...github.state.rulesets.values()])).toContain(
      '"required_approving_review_count":0',
    );
    github.state.rulesets.clear();
    github.state.collaborators.add("grace");
    await setUp();
    expect(JSON.stringify([...github.state.rulesets.values()])).toContain(
      '"required_approving_review_count":1',
    );
  });

  test("--strict forbids to let in one's own; but not where one alone would be locked out, which it says", async () => {
    const { stdout } = await setUp("--strict");
    expect(stdout).toMatch(/nobody lets in what they started: not possible, there is one reviewer/);
    expect(github.state.environments.get("prod")?.preventSelfReview).toBe(false);
    await setUp("--strict", "--reviewer", "ada", "--reviewer", "grace");
    expect(github.state.environments.get("prod")?.preventSelfReview).toBe(true);
  });

  test("says so where workflows would never run, for the default branch is another", async () => {
    github.state.defaultBranch = "master";
    const { code, stdout } = await on(["setup"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /branch main, which workflows run on .*master.*: missing\n.*git branch --move main/,
    );
  });

  test("names a value that was not given, and the variable that gives it: exit code 2", async () => {
    const { code, stdout } = await on(["setup"], {});
    expect(code).toBe(2);
    expect(stdout).toMatch(/variable CLOUDFLARE_ACCOUNT_ID: missing\n.*export CLOUDFLARE_ACCOUNT_ID=/);
    expect(stdout).toMatch(/secret ALCHEMY_PASSWORD of prod: missing\n.*export ALCHEMY_PASSWORD_PROD=/);
    expect(github.state.environments.size).toBe(3);
  });
});
