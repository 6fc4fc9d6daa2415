import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GitHub } from "./github/github.ts";
import { kitGithub, secretToken, values } from "./github/kit-github.ts";
import { printedCommand, Workspace } from "./workspace.ts";

/** What `kit github setup` says where GitHub does not do what is asked. */

let workspace: Workspace;
let github: GitHub;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());
beforeEach(() => {
  github = new GitHub();
});
afterEach(() => github.stop());

const on = (args: readonly string[], env?: Record<string, string>) => kitGithub(workspace, github, args, env);

describe("what the repository's plan does not have", () => {
  beforeEach(() => {
    github.state.private = true;
  });

  test.each(["known", "not known"])(
    "on Free, when that is %s, it says so and what holds instead",
    async (known) => {
      // Who may not see the owner's plan learns of it by what GitHub refuses.
      if (known === "not known") {
        github.state.people.set("acme", 50);
        Object.assign(github.state, { owner: "acme", ownerType: "Organization" });
        github.state.tokens.set("owner-token", {
          login: "ada",
          kind: "fine-grained",
          may: ["administration", "actions", "variables", "environments", "secrets", "issues"].map(
            (it) => `${it}=write`,
          ),
        });
      }
      const env = { ...values, GITHUB_REPOSITORY: `${github.state.owner}/things` };
      const { code, stdout } = await on(["setup"], env);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /reviewer lets jobs in: not possible.*\n.*instead: the kit's own gate waits for .*approve/,
      );
      expect(stdout).toMatch(/ruleset on main: not possible.*\n.*instead:/);
      expect(stdout).toMatch(/only from main: not possible.*\n.*instead:/);
      expect([...github.state.environments.keys()]).toEqual(["staging", "preview", "prod"]);
      expect(github.state.secrets.get("CLOUDFLARE_API_TOKEN")).toBe(secretToken);
      // What may be had is not known, so it is asked for each time; and refused.
      if (known === "not known") return;
      const before = github.changes().length;
      await on(["setup"], env);
      expect(github.changes()).toHaveLength(before);
    },
  );

  test("on Pro there are secrets and branches of environments, and the ruleset, but no reviewers", async () => {
    github.state.plan = "pro";
    const { stdout } = await on(["setup"]);
    expect([...stdout.matchAll(/^· (.*): not possible/gm)].map(([, what]) => what)).toEqual([
      "environment prod: a reviewer lets jobs in",
      "Pages",
    ]);
    expect(github.state.environments.get("prod")).toMatchObject({ policies: [{ name: "main" }] });
    expect(github.state.rulesets.size).toBe(1);
  });
});

describe("what goes wrong is said in a sentence, with what mends it", () => {
  test.each<[string, () => Record<string, string>, RegExp, RegExp]>([
    [
      "a token that GitHub does not know",
      () => ({ GITHUB_TOKEN: "stale" }),
      /does not accept the token/,
      /gh auth login/,
    ],
    [
      "a token without the scope",
      () => {
        github.state.tokens.set("poor", { login: "ada", kind: "classic", may: ["read:org"] });
        return { GITHUB_TOKEN: "poor" };
      },
      /lacks the scope “repo” \(it has: read:org\)/,
      /gh auth refresh --scopes repo/,
    ],
    [
      "a fine-grained token without the permission",
      () => {
        github.state.tokens.set("poor", { login: "ada", kind: "fine-grained", may: [] });
        return { GITHUB_TOKEN: "poor" };
      },
      /lacks the permission “administration: write”/,
      /personal-access-tokens/,
    ],
    [
      "somebody who does not administer it",
      () => {
        github.state.tokens.set("guest", { login: "grace", kind: "classic", may: ["repo"] });
        return { GITHUB_TOKEN: "guest" };
      },
      /grace does not administer ada\/things/,
      /gh auth login/,
    ],
    [
      "a repository that is not there",
      () => ({ GITHUB_REPOSITORY: "ada/thongs" }),
      /has nothing at GET ada\/thongs, or the token may not see it/,
      /git remote get-url origin/,
    ],
    [
      "the rate limit",
      () => {
        github.state.left = 0;
        return {};
      },
      /answers no more requests of this token until \d\d:\d\d UTC/,
      /wait until then/,
    ],
    [
      "no token",
      () => ({ GITHUB_TOKEN: "", GH_CONFIG_DIR: "/nowhere" }),
      /no token for GitHub/,
      /gh auth login/,
    ],
    ["no remote", () => ({ GITHUB_REPOSITORY: "" }), /no remote “origin” yet/, /gh repo create/],
    ["no repository's name", () => ({ GITHUB_REPOSITORY: "things" }), /owner\/name/, /GITHUB_REPOSITORY=/],
    ["nobody there", () => ({ GITHUB_API_URL: "http://127.0.0.1:1" }), /cannot be reached/, /^$/],
  ])("%s", async (_what, arrange, says, mends) => {
    const finished = await on(["setup"], { ...values, ...arrange() });
    expect(finished.code).not.toBe(0);
    expect(finished.stderr).toMatch(says);
    expect(printedCommand(finished) ?? "").toMatch(mends);
    expect(finished.stderr).not.toMatch(/ {4}at /);
  });

  test.each([
    [["setup", "--wait-timer", "soon"], /no number of minutes/],
    [["setup", "--reviewer", "nobody"], /knows no user “nobody”/],
    [["set-up"], /has setup, status/],
  ])("%j is a wrong call", async (args, says) => {
    const finished = await on(args);
    expect(finished.code).toBe(2);
    expect(finished.stderr).toMatch(says);
    expect(github.changes()).toEqual([]);
  });
});
