import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { GitHub } from "./github/github.ts";
import { Workspace } from "./workspace.ts";

/** What releases are told to those outside, each test going on where the one before ended. */

let workspace: Workspace;
let github: GitHub;
let summary: string;
let told: string[];
let channel: Bun.Server<undefined>;

beforeAll(async () => {
  workspace = await Workspace.create();
  summary = join(workspace.root, ".kit", "summary.md");
});
afterAll(() => workspace.cleanup());
beforeEach(() => {
  github = new GitHub();
  github.state.tokens.set("job-token", {
    login: "github-actions[bot]",
    kind: "workflow",
    may: ["deployments=write", "actions=read"],
  });
  told = [];
  channel = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      told.push(await request.text());
      return new Response("ok");
    },
  });
});
afterEach(async () => {
  await rm(summary, { force: true });
  await channel.stop(true);
  await github.stop();
});

/** Runs the kit as a step of a job on GitHub does. */
function kitInJob(args: readonly string[], env: Record<string, string> = {}) {
  return workspace.run([process.execPath, "run", "kit", ...args], {
    env: {
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "grace",
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "ada/things",
      GITHUB_RUN_ID: "7",
      GITHUB_TOKEN: "job-token",
      GITHUB_STEP_SUMMARY: summary,
      KIT_NOTIFY_SLACK: `http://127.0.0.1:${channel.port}/slack`,
      ...env,
    },
  });
}

const link = "https://github.com/ada/things/actions/runs/7/attempts/1";
const readSummary = () => readFile(summary, "utf8");

test("a deploy is a deployment on GitHub, with its commit, address and log", async () => {
  const { code, stdout, stderr } = await kitInJob(["deploy", "showcase"]);
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  const head = (await workspace.run(["git", "rev-parse", "HEAD"])).stdout.trim();
  expect(github.state.deployments).toMatchObject([
    {
      ref: head,
      environment: "showcase-staging",
      production_environment: false,
      payload: { app: "showcase", profile: "staging", release: "v1" },
      statuses: [
        { state: "success", log_url: link, environment_url: expect.stringContaining("showcase-staging") },
      ],
    },
  ]);
  expect(stdout).toContain("as a deployment to showcase-staging");
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(`showcase v1 serves staging, by grace\\n<${link}>`);
});

test("the summary shows the pipeline in boxes, how far it came, and what to do next", async () => {
  const { code } = await kitInJob(["promote", "showcase", "--profile", "prod"]);
  expect(code).toBe(3);
  const text = await readSummary();
  expect(text).toContain("### ⏳ showcase v1 → prod: waiting");
  expect(text).toMatch(/```text\n┏━+┓.*\n┃ staging .*prod .*/);
  expect(text).toMatch(/⏳ prod-approval → ▫️ upload/);
  expect(text).toMatch(/Approve it: `.*kit approve showcase --gate prod-approval`/);
  expect(github.state.deployments).toEqual([]);
  expect(told[0]).toContain("⏳ showcase v1 waits on its way to prod");
});

test("the last profile's is told to be production", async () => {
  await workspace.kit("approve", "showcase", "--gate", "prod-approval");
  expect((await kitInJob(["resume", "showcase"])).code).toBe(0);
  expect(github.state.deployments).toMatchObject([
    { environment: "showcase-prod", production_environment: true, statuses: [{ state: "success" }] },
  ]);
  expect(await readSummary()).toContain("✅ prod-approval → ✅ upload → ✅ 0 % of the traffic");
});

test("a release that fails is told to have failed", async () => {
  const mend = await workspace.replace("apps/showcase/src/api/health.ts", "FROM items", "FROM nothing");
  const { code } = await kitInJob(["deploy", "showcase"]);
  await mend();
  expect(code).toBe(1);
  expect(github.state.deployments).toMatchObject([{ statuses: [{ state: "failure" }] }]);
  expect(await readSummary()).toMatch(/### ❌ showcase v2 → staging: failed/);
  expect(told[0]).toContain("❌ showcase v2 did not get to staging (failed, by grace)");
});

test("a build that fails has no run, and is told all the same; a call that is wrong is not", async () => {
  const mend = await workspace.replace(
    "apps/showcase/src/api/health.ts",
    "import { Hono }",
    "import { Hono, }, {",
  );
  expect((await kitInJob(["deploy", "showcase"])).code).toBe(1);
  await mend();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(
    "❌ showcase did not get to staging (errored, by grace): The build of showcase failed",
  );
  expect(github.state.deployments).toEqual([]);
  expect((await kitInJob(["deploy", "showcase", "--profile", "prod"])).code).toBe(2);
  expect(told).toHaveLength(1);
});

test("what is refused before it begins is an error of the run, and in its summary", async () => {
  const { code, stderr } = await kitInJob(["rollback", "showcase", "--profile", "prod"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^::error::/m);
  expect(await readSummary()).toMatch(/^### ❌ /);
  expect(github.calls).toEqual([]);
});

test.each<[string, () => Record<string, string>, RegExp]>([
  [
    "may not",
    () => {
      github.state.tokens.set("poor", { login: "github-actions[bot]", kind: "workflow", may: [] });
      return { GITHUB_TOKEN: "poor" };
    },
    /not on GitHub: The token lacks the permission “deployments: write”/,
  ],
  [
    "cannot reach GitHub",
    () => ({ GITHUB_API_URL: "http://127.0.0.1:1" }),
    /not on GitHub: GitHub cannot be reached/,
  ],
  ["cannot reach its channel", () => ({ KIT_NOTIFY_SLACK: "http://127.0.0.1:1/secret" }), /Slack was not/],
])("a job that %s deploys all the same, and says so", async (_what, arrange, note) => {
  await workspace.write("apps/showcase/public/note.txt", note.source);
  const { code, stdout, stderr } = await kitInJob(["deploy", "showcase"], arrange());
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  expect(stdout).toMatch(note);
  expect(stdout + stderr).not.toContain("/secret");
});

test("a preview's deployment is a passing one, and is told to be gone when it is", async () => {
  const preview = ["showcase", "--profile", "preview-7"];
  expect((await kitInJob(["deploy", ...preview])).code).toBe(0);
  expect((await kitInJob(["destroy", ...preview, "--yes"])).code).toBe(0);
  expect(github.state.deployments).toMatchObject([
    {
      environment: "showcase-preview-7",
      transient_environment: true,
      statuses: [{ state: "success" }, { state: "inactive" }],
    },
  ]);
});

test("outside a job nothing is told to GitHub", async () => {
  await kitInJob(["deploy", "showcase"], { GITHUB_ACTIONS: "" });
  expect(github.calls).toEqual([]);
});
