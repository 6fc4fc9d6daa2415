import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GitHub } from "./github.ts";

let github: GitHub;
beforeEach(() => {
  github = new GitHub();
});
afterEach(() => github.stop());

const repo = "/repos/ada/things";

async function ask(method: string, path: string, body?: object, token = "owner-token") {
  const response = await fetch(`${github.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

test.each<[string, string, string, object?]>([
  ["there is no such operation", "GET", `${repo}/enviroments`],
  ["the stand-in does not have it", "GET", `${repo}/forks`],
  ["must be integer", "GET", `${repo}/labels?per_page=many`],
  ["must NOT have additional properties (perpage)", "GET", `${repo}/labels?perpage=5`],
  ["must have required property 'ref'", "POST", `${repo}/deployments`, { auto_merge: false }],
  ["required_context is unknown", "POST", `${repo}/deployments`, { ref: "main", required_context: [] }],
  ["must be equal to one of the allowed values", "POST", `${repo}/deployments/1/statuses`, { state: "good" }],
])("%s: not as GitHub describes it, so it is answered 422 and the test fails", async (fault, ...asked) => {
  expect((await ask(...asked)).status).toBe(422);
  await expect(github.stop()).rejects.toThrow(fault);
  github.faults.length = 0;
});

test("every list and every thing that it answers is as GitHub describes it", async () => {
  await ask("PUT", `${repo}/environments/prod`, { wait_timer: 5, reviewers: [{ type: "User", id: 1 }] });
  await ask("POST", `${repo}/actions/variables`, { name: "A", value: "1" });
  await ask("POST", `${repo}/labels`, { name: "bug" });
  await ask("POST", `${repo}/rulesets`, { name: "main", enforcement: "active" });
  await ask("POST", `${repo}/pages`, { build_type: "workflow" });
  const issue = await ask("POST", `${repo}/issues`, { title: "A", labels: ["bug"] });
  await ask("POST", `${repo}/issues/${issue.body.number}/comments`, { body: "B" });
  const deployment = await ask("POST", `${repo}/deployments`, { ref: "main", environment: "prod" });
  await ask("POST", `${repo}/deployments/${deployment.body.id}/statuses`, { state: "success" });
  await ask("POST", `${repo}/releases`, { tag_name: "v1" });
  await ask("POST", `${repo}/pulls`, { title: "A", head: "a", base: "main" });
  const reads = [
    "/user",
    repo,
    ...["collaborators", "environments", "actions/variables", "labels", "rulesets", "pages", "issues"].map(
      (path) => `${repo}/${path}`,
    ),
    ...["deployments", "releases", "releases/tags/v1", "pulls", "actions/runs/1/approvals"].map(
      (path) => `${repo}/${path}`,
    ),
    `${repo}/environments/prod/secrets`,
    `${repo}/environments/prod/secrets/public-key`,
    `${repo}/environments/prod/deployment-branch-policies`,
    `${repo}/issues/${issue.body.number}/comments`,
    `${repo}/deployments/${deployment.body.id}/statuses`,
  ];
  for (const path of reads) expect(`${path} ${(await ask("GET", path)).status}`).toBe(`${path} 200`);
  expect(github.changes()).toHaveLength(11);
});

describe("who may not", () => {
  test("a token that nobody knows: 401", async () => {
    expect(await ask("GET", repo, undefined, "other")).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
  });

  test("a classic token without the scope: 404 for what is private, 403 for what is public", async () => {
    github.state.tokens.set("poor", { login: "ada", kind: "classic", may: [] });
    expect((await ask("POST", `${repo}/labels`, { name: "bug" }, "poor")).status).toBe(403);
    github.state.private = true;
    const { status, headers } = await ask("GET", repo, undefined, "poor");
    expect([status, headers.get("x-accepted-oauth-scopes")]).toEqual([404, "repo"]);
  });

  test("a fine-grained token without the permission: 403, naming it in a header", async () => {
    github.state.tokens.set("poor", { login: "ada", kind: "fine-grained", may: ["issues=read"] });
    const { status, headers } = await ask("POST", `${repo}/labels`, { name: "bug" }, "poor");
    expect([status, headers.get("x-accepted-github-permissions")]).toEqual([403, "issues=write"]);
  });

  test("anybody, when the limit is reached", async () => {
    github.state.left = 1;
    expect((await ask("GET", repo)).status).toBe(200);
    const { status, headers } = await ask("GET", repo);
    expect([status, headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
  });

  test("a private repository whose plan does not have it", async () => {
    github.state.private = true;
    const reviewers = [{ type: "User", id: 1 }];
    expect((await ask("PUT", `${repo}/environments/prod`, { reviewers })).status).toBe(422);
    expect((await ask("PUT", `${repo}/environments/prod`)).status).toBe(200);
    expect((await ask("GET", `${repo}/rulesets`)).status).toBe(403);
    expect((await ask("POST", `${repo}/pages`, { build_type: "workflow" })).status).toBe(422);
  });
});
