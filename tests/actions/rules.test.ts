import { describe, expect, test } from "vitest";
import { finished, job, ran, Small, script, speak } from "./small.ts";

/*
 * What GitHub's documentation says, and the runner does: one test a rule. Pages are named below
 * https://docs.github.com/en/actions.
 */

const sets = (name: string, value: string) => `echo "${name}=${value}" >> "$GITHUB_OUTPUT"`;

describe("reference/workflow-syntax-for-github-actions: jobs", () => {
  test("needs: a job waits for those it needs, and has their outputs and results", async () => {
    const { log, conclusion } = await ran(
      script("a", sets("word", "hello"), `outputs: { word: '${speak("steps.it.outputs.word")}' }`) +
        script(
          "b",
          "echo $WORD $RESULT",
          `needs: a\nenv: { WORD: '${speak("needs.a.outputs.word")}', RESULT: '${speak("needs.a.result")}' }`,
        ),
    );
    expect([log, conclusion]).toEqual(["hello success\n", "success"]);
  });

  test("needs: where a job fails or is skipped, those that need it are skipped, and those that need these", async () => {
    const { jobs, conclusion } = await ran(
      script("a", "exit 1") + script("b", "true", "needs: a") + script("c", "true", "needs: b"),
    );
    expect(jobs).toEqual({ a: "failure", b: "skipped", c: "skipped" });
    expect(conclusion).toBe("failure");
  });

  test("if: always() runs after a failure, failure() only then, success() is what is meant by none", async () => {
    const { jobs } = await ran(
      script("a", "exit 1") +
        script("always", "true", "needs: a\nif: always()") +
        script("failed", "true", "needs: a\nif: failure()") +
        script("well", "true", "needs: a\nif: success()") +
        script("either", "true", `needs: a\nif: ${speak("!cancelled()")}`) +
        script("plain", "true", "needs: a\nif: github.ref == 'refs/heads/main'"),
    );
    expect(jobs).toEqual({
      a: "failure",
      always: "success",
      failed: "success",
      either: "success",
      well: "skipped",
      plain: "skipped",
    });
  });

  test("if: a skipped job does not make the run fail", async () => {
    const { jobs, conclusion } = await ran(script("a", "exit 1", "if: github.event_name == 'schedule'"));
    expect([jobs, conclusion]).toEqual([{ a: "skipped" }, "success"]);
  });

  test("strategy.matrix.include: a job for each entry, with its values", async () => {
    const { jobs } = await ran(
      script(
        "a",
        "test -n $WORD",
        `name: is ${speak("matrix.word")}\nstrategy: { fail-fast: false, matrix: { include: "\${{ fromJSON('[{\\"word\\":\\"x\\"},{\\"word\\":\\"y\\"}]') }}" } }`,
      ),
    );
    expect(jobs).toEqual({ "is x": "success", "is y": "success" });
  });

  test("timeout-minutes: a job that takes longer is stopped, and has failed", async () => {
    const jobs = script("a", "sleep 30").replace("timeout-minutes: 5", "timeout-minutes: 0.005");
    expect((await ran(jobs)).conclusion).toBe("failure");
  });
});

describe("reference/workflow-syntax-for-github-actions: steps", () => {
  test("shell: a script ends at the first command that fails", async () => {
    expect(await ran(script("a", "false\necho on"))).toMatchObject({ conclusion: "failure", log: "" });
  });

  test("shell: a pipe fails by its last command, and by any with `shell: bash`", async () => {
    const steps = (shell: string) => job("a", `steps:\n  - run: false | true${shell}`);
    expect((await ran(steps(""))).conclusion).toBe("success");
    expect((await ran(steps("\n    shell: bash"))).conclusion).toBe("failure");
  });

  test("env: a step's wins over its job's", async () => {
    const steps = "steps:\n  - run: echo $A $B\n    env: { A: step }";
    expect((await ran(job("a", `env: { A: job, B: job }\n${steps}`))).log).toBe("step job\n");
  });

  test("if: after a failure only those that ask for it go on", async () => {
    const { log } = await ran(
      job(
        "a",
        "steps:\n  - run: exit 1\n  - run: echo no\n  - run: echo failed\n    if: failure()\n  - run: echo always\n    if: always()",
      ),
    );
    expect(log).toBe("failed\nalways\n");
  });

  test("working-directory: from the workspace", async () => {
    const steps = "steps:\n  - run: mkdir -p inner\n  - run: basename $PWD\n    working-directory: inner";
    expect((await ran(job("a", steps))).log).toBe("inner\n");
  });
});

describe("reference/workflow-commands-for-github-actions", () => {
  test("GITHUB_OUTPUT: values of one line and of several, for later steps", async () => {
    const first =
      'echo "one=1" >> "$GITHUB_OUTPUT"; printf "two<<END\\na\\nb=c\\nEND\\n" >> "$GITHUB_OUTPUT"';
    const { log } = await ran(
      job(
        "a",
        `steps:\n  - id: x\n    run: ${JSON.stringify(first)}\n  - run: echo "$ONE $TWO"\n    env: { ONE: '${speak("steps.x.outputs.one")}', TWO: '${speak("steps.x.outputs.two")}' }`,
      ),
    );
    expect(log).toBe("1 a\nb=c\n");
  });

  test.each(["nonsense", "a<<END\nb"])("GITHUB_OUTPUT: %j fails the step", async (text) => {
    const line = `printf '%s\\n' ${JSON.stringify(text)} >> "$GITHUB_OUTPUT"`;
    expect((await ran(script("a", line))).conclusion).toBe("failure");
  });

  test("GITHUB_ENV and GITHUB_PATH: for later steps, not for this one", async () => {
    const steps = `steps:
  - run: |
      echo "WORD=later" >> "$GITHUB_ENV"; echo "$PWD/bin" >> "$GITHUB_PATH"; echo "now:$WORD"
      mkdir bin; printf '#!/bin/sh\\necho found\\n' > bin/tool-of-ours; chmod +x bin/tool-of-ours
  - run: |
      echo "then:$WORD"; tool-of-ours`;
    expect((await ran(job("a", steps))).log).toBe("now:\nthen:later\nfound\n");
  });

  test("GITHUB_STEP_SUMMARY: is the job's", async () => {
    const small = await Small.create(script("a", 'echo "# Well" >> "$GITHUB_STEP_SUMMARY"'));
    const [run] = await small.push();
    await run?.done;
    expect(run?.legs).toMatchObject([{ summary: "# Well\n" }]);
    await small.close();
  });
});

describe("reference/deployments-and-environments", () => {
  const prod = { secrets: { KEY: "the-key-of-prod" }, reviewers: ["rita"] };
  const bound = (id: string, more = "") =>
    script(
      id,
      'echo "$KEY" | wc -c',
      `environment: { name: prod }\nenv: { KEY: '${speak("secrets.KEY")}' }\n${more}`,
    );

  test("secrets of an environment are there in jobs bound to it, and in no other", async () => {
    const open = { prod: { ...prod, reviewers: [] } };
    expect((await ran(bound("a"), { environments: open })).log).toBe("16\n");
    const unbound = script("a", 'echo "$KEY" | wc -c', `env: { KEY: '${speak("secrets.KEY")}' }`);
    expect((await ran(unbound, { environments: open })).log).toBe("1\n");
  });

  test("required reviewers: a job waits until one of them lets it in, and fails when one turns it away", async () => {
    for (const state of ["approved", "rejected"] as const) {
      const small = await Small.create(bound("a"), { environments: { prod } });
      const [run] = await small.push();
      if (!run) throw new Error("Nothing was started.");
      await small.forge.waitsFor(run, "prod");
      expect(run.legs).toEqual([]);
      expect(() => small.forge.review(run, "prod", "mallory", state)).toThrow("no reviewer");
      small.forge.review(run, "prod", "rita", state);
      expect(await finished(run)).toMatchObject({
        jobs: { a: state === "approved" ? "success" : "failure" },
      });
      await small.close();
    }
  });

  test("a deployment is recorded with its address, unless the job says that it makes none", async () => {
    const url = (more: string) =>
      script(
        "a",
        sets("url", "https://example.com"),
        `environment: { name: staging, url: '${speak("steps.it.outputs.url")}'${more} }`,
      );
    expect((await ran(url(""))).forge.deployments).toMatchObject([
      { environment: "staging", url: "https://example.com", conclusion: "success" },
    ]);
    expect((await ran(url(", deployment: false"))).forge.deployments).toEqual([]);
  });
});

describe("reference/events-that-trigger-workflows", () => {
  const workflow = (on: string, more = "") => ({
    ".github/workflows/small.yml": `name: Small\non: ${on}\npermissions: {}\njobs:\n${script("a", 'echo "[$KEY]"', `environment: { name: preview }\nenv: { KEY: '${speak("secrets.KEY")}' }${more}`)}`,
  });
  const preview = { preview: { secrets: { KEY: "secret" }, reviewers: [] } };

  test("push: of the branches that it names", async () => {
    const small = await Small.create(workflow("{ push: { branches: [main] } }"));
    expect([(await small.push()).length, (await small.push("topic")).length]).toEqual([1, 0]);
    await small.close();
  });

  test("pull_request: opened and changed, and closed only where that is asked for", async () => {
    const usual = await Small.create(workflow("{ pull_request: }"));
    const closing = await Small.create(workflow("{ pull_request: { types: [closed] } }"));
    for (const [action, started] of [
      ["opened", [1, 0]],
      ["synchronize", [1, 0]],
      ["closed", [0, 1]],
    ] as const) {
      expect([(await usual.pull(action)).length, (await closing.pull(action)).length]).toEqual(started);
    }
    await Promise.all([usual.close(), closing.close()]);
  });

  test("pull_request from a fork: no secrets, and a token that writes nothing", async () => {
    const small = await Small.create(workflow("{ pull_request: }"), { environments: preview });
    const [own] = await small.pull("opened");
    const [fork] = await small.pull("synchronize", "mallory/apps");
    if (!own || !fork) throw new Error("Nothing was started.");
    expect([(await finished(own)).log, (await finished(fork)).log]).toEqual(["[secret]\n", "[]\n"]);
    await small.close();
  });

  test("workflow_dispatch: an input has its default; none that is unknown, missing or no choice is taken", async () => {
    const inputs = `where:
        description: Where
        type: choice
        options: [staging, prod]
        default: staging
        required: true
      app:
        description: App
        type: string
        required: true`;
    const small = await Small.create({
      ".github/workflows/small.yml": `name: Small\non:\n  workflow_dispatch:\n    inputs:\n      ${inputs}\npermissions: {}\njobs:\n${script("a", "echo $W $A", `env: { W: '${speak("inputs.where")}', A: '${speak("github.event.inputs.app")}' }`)}`,
    });
    expect((await finished(await small.forge.dispatch("small.yml", { app: "shop" }))).log).toBe(
      "staging shop\n",
    );
    await expect(small.forge.dispatch("small.yml", {})).rejects.toThrow("Required input 'app'");
    await expect(small.forge.dispatch("small.yml", { app: "shop", where: "moon" })).rejects.toThrow(
      "allowed values",
    );
    await expect(small.forge.dispatch("small.yml", { app: "shop", who: "me" })).rejects.toThrow(
      "Unexpected inputs",
    );
    await small.close();
  });
});

describe("what the runner does not implement fails", () => {
  test.each([
    ["a container", job("a", "container: { image: node }\nsteps:\n  - run: true")],
    ["services", job("a", "services: { db: { image: postgres } }\nsteps:\n  - run: true")],
    ["another machine", script("a", "true").replace("ubuntu-latest", "windows-latest")],
    ["fail-fast", job("a", "strategy: { matrix: { include: [{ a: 1 }] } }\nsteps:\n  - run: true")],
    ["another shell", job("a", "steps:\n  - run: true\n    shell: pwsh")],
    ["continue-on-error", job("a", "steps:\n  - run: true\n    continue-on-error: true")],
    ["a key that GitHub does not know", job("a", "stepz: []\nsteps:\n  - run: true")],
  ])("%s", async (_what, jobs) => {
    await expect(ran(jobs)).rejects.toThrow(/does not implement|Unexpected value|small\.yml/);
  });

  const sha = "a".repeat(40);
  test.each([
    ["an action without a stand-in", `acme/unknown@${sha}`, "has no stand-in"],
    ["an action that is not pinned", "actions/checkout@v7", "not pinned"],
    [
      "an input that a stand-in does not have",
      `actions/checkout@${sha}\n    with: { submodules: true, persist-credentials: false }`,
      "does not implement",
    ],
    ["checking out with credentials kept", `actions/checkout@${sha}`, "not implemented"],
    [
      "signing without the permission to",
      `actions/attest@${sha}\n    with: { subject-checksums: x }`,
      "id-token",
    ],
    ["an action of this repository that is not there", "$/.github/actions/none", "none"],
  ])("%s", async (_what, uses, why) => {
    const { conclusion, story } = await ran(job("a", `steps:\n  - uses: ${uses}`));
    expect(conclusion).toBe("failure");
    expect(story).toContain(why);
  });

  test("patterns of branches", async () => {
    const small = await Small.create({
      ".github/workflows/small.yml": `name: S\non: { push: { branches: ['release/*'] } }\npermissions: {}\njobs:\n${script("a", "true")}`,
    });
    await expect(small.push()).rejects.toThrow("patterns are not implemented");
    await small.close();
  });
});
