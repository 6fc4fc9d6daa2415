import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { GitHub } from "./github/github.ts";
import { approve } from "./github/routes/runs.ts";
import { Workspace } from "./workspace.ts";

/*
 * The review of a GitHub environment, as the approval of a manual gate. Each test sends a release of its own.
 */

const LIMIT = 120_000;

let workspace: Workspace;
let github: GitHub;
let length = 120;
beforeAll(async () => {
  workspace = await Workspace.create();
  github = new GitHub();
  github.state.private = true;
  github.state.tokens.set("of-the-job", {
    login: "github-actions[bot]",
    kind: "workflow",
    may: ["actions=read"],
  });
}, LIMIT);
afterAll(async () => {
  await github.stop();
  await workspace.cleanup();
});

/** A new release, good in staging. */
beforeEach(async () => {
  const line = (at: number) => `MAX_TEXT = ${at};`;
  await workspace.replace("apps/showcase/src/text.ts", line(length), line(length + 1));
  length += 1;
  expect(await workspace.kit("deploy", "showcase")).toMatchObject({ code: 0 });
}, LIMIT);

/** `kit promote` in a job of the workflow run of that number. */
function promoteIn(run: number, env: Record<string, string> = {}) {
  const job = {
    GITHUB_ACTIONS: "true",
    GITHUB_ACTOR: "mona",
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "ada/things",
    GITHUB_RUN_ID: String(run),
    GITHUB_TOKEN: "of-the-job",
  };
  const command = [process.execPath, "run", "kit", "promote", "showcase", "--profile", "prod"];
  return workspace.run(command, { env: { ...job, ...env } });
}

function review(run: number, login: string, environment: string) {
  approve(github.state, String(run), {
    state: "approved",
    comment: "fine",
    environments: [environment],
    login,
  });
}

/** Who the ledger says let the newest release through. */
async function approvers(): Promise<string> {
  const { stdout } = await workspace.kit("history", "showcase");
  return (
    stdout
      .split("\n")
      .filter((line) => line.includes("approved by"))
      .at(-1) ?? ""
  );
}

test(
  "one who reviewed the job is the one reviewer that the gate asks for",
  async () => {
    review(1, "rita", "prod");
    expect(await promoteIn(1)).toMatchObject({ code: 0 });
    expect(await approvers()).toContain("approved by rita");
  },
  LIMIT,
);

test(
  "nobody reviewed, or something else: the gate waits, and the job says for what",
  async () => {
    review(2, "rita", "staging");
    const waiting = await promoteIn(2);
    expect(waiting.code).toBe(3);
    expect(waiting.stderr + waiting.stdout).toContain("::notice::");
    review(3, "rita", "prod");
    expect(await promoteIn(3)).toMatchObject({ code: 0 });
  },
  LIMIT,
);

test(
  "GitHub cannot be asked, or not with this token: the gate waits, and no error is made of it",
  async () => {
    const nobody = await promoteIn(4, { GITHUB_API_URL: "http://127.0.0.1:1" });
    expect([nobody.code, nobody.stdout]).toEqual([3, expect.stringContaining("nobody knows by whom")]);
    expect(await promoteIn(4, { GITHUB_TOKEN: "stolen" })).toMatchObject({ code: 3 });
    expect(await promoteIn(4, { GITHUB_TOKEN: "" })).toMatchObject({ code: 3 });
    expect(await promoteIn(4, { GITHUB_ACTIONS: "" })).toMatchObject({ code: 3 });
  },
  LIMIT,
);

test(
  "a gate of two wants two people: a review is one of them, however often it is counted",
  async () => {
    const config = "apps/showcase/alchemy.config.ts";
    const back = await workspace.replace(
      config,
      "profiles: { staging: {}, prod: {} },",
      `profiles: { staging: {}, prod: {} },
  async setup({ promote, gate }) {
    await promote("staging");
    await gate("two", { type: "manual", reviewers: 2 });
    await promote("prod");
  },`,
    );
    expect(await workspace.kit("deploy", "showcase")).toMatchObject({ code: 0 });
    review(5, "rita", "prod");
    review(5, "rita", "prod");
    expect(await promoteIn(5)).toMatchObject({ code: 3, stdout: expect.stringContaining("1 of 2 approved") });
    expect(await promoteIn(5)).toMatchObject({ code: 3, stdout: expect.stringContaining("1 of 2 approved") });
    review(5, "sam", "prod");
    expect(await promoteIn(5)).toMatchObject({ code: 0 });
    expect(await approvers()).toContain("approved by rita, sam");
    await back();
  },
  LIMIT,
);

test(
  "what lies between the first profile and the last is passed on the way, in one command",
  async () => {
    expect(await workspace.kit("promote", "showcase", "--before", "prod")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("nothing between staging and prod"),
    });
    expect(await workspace.gen("profile", "showcase", "eu", "--yes")).toMatchObject({ code: 0 });
    expect(await workspace.kit("promote", "showcase", "--before", "prod")).toMatchObject({ code: 0 });
    const { profiles } = z
      .object({ profiles: z.record(z.string(), z.object({ release: z.string().nullable() })) })
      .parse((await workspace.kit("status", "showcase", "--json")).json());
    expect(profiles.eu?.release).toBe(profiles.staging?.release);
    expect((await workspace.kit("matrix", "--to", "prod", "--json")).json()).toMatchObject({
      apps: [{ key: "showcase", names: `showcase@${profiles.eu?.release}` }],
    });
    expect(await workspace.kit("promote", "showcase", "--before", "moon")).toMatchObject({ code: 0 });
  },
  LIMIT,
);
