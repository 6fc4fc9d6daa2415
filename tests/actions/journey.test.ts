import { afterAll, beforeAll, expect, test } from "vitest";
import { describe as told } from "./forge.ts";
import { type Edit, Office, SECRETS } from "./office.ts";
import type { Run } from "./run.ts";

/*
 * The way of a team on GitHub, its workflows executed: each test goes on where the one before ended.
 */

const LIMIT = 240_000;

let office: Office;
beforeAll(async () => {
  office = await Office.open(["rita"]);
}, LIMIT);
afterAll(() => office.close());

/** Waits for runs to end. @throws with all that their steps said, for one that did not end so */
async function end(runs: readonly Run[], expected = "success"): Promise<void> {
  for (const run of runs) {
    const conclusion = await run.done;
    if (conclusion !== expected) throw new Error(`${conclusion}, not ${expected}:\n${told(run)}`);
  }
}

function named(runs: readonly Run[], name: string): Run {
  const run = runs.find(({ workflow }) => workflow.name === name);
  if (!run) throw new Error(`${name} was not started.`);
  return run;
}

const names = (runs: readonly Run[]) => runs.map(({ workflow }) => workflow.name).toSorted();
const outcomes = (run: Run) => Object.fromEntries(run.legs.map(({ name, conclusion }) => [name, conclusion]));

/** A push to main and its deploy; its CI, which is like that of the pull request, is cancelled. */
async function deploys(sha: string): Promise<Run> {
  const runs = await office.forge.push("main", sha);
  named(runs, "CI").cancel();
  return named(runs, "Deploy");
}

/** Another length of text that is taken: a change of the Worker's bytes. */
function longest(before: number, after: number): Edit {
  const line = (length: number) => `MAX_TEXT = ${length};`;
  return { path: "apps/shop/src/text.ts", before: line(before), after: line(after) };
}

const sound = "  try {\n    await c.env.DB";
const failingInProd: Edit = {
  path: "apps/shop/src/api/health.ts",
  before: sound,
  after: `  if (c.env.PROFILE === "prod") return c.json({ status: "failing", ...about(c.env) }, 503);\n${sound}`,
};
const mended: Edit = { ...failingInProd, before: failingInProd.after, after: failingInProd.before };

let first: string;

test(
  "a pull request is verified, and has a preview that one comment tells of",
  async () => {
    first = await office.commit("first", longest(120, 130));
    const runs = await office.forge.pull(7, "opened", { head: first });
    expect(names(runs)).toEqual(["CI", "Preview"]);
    await end(runs);
    expect(outcomes(named(runs, "CI"))).toEqual({
      "What changed": "success",
      Lint: "success",
      shop: "success",
      CI: "success",
    });
    expect(await office.health("preview-7")).toMatchObject({ status: 200, release: "v1" });
    const [comment, ...others] = office.comments(7);
    expect(others).toEqual([]);
    expect(comment?.by).toBe("github-actions[bot]");
    expect(comment?.body).toMatch(
      /\| shop \| v1 \| http:\/\/shop-preview-7\.localhost:\d+ \| healthy \| [\d.]+ kB \|/,
    );
  },
  LIMIT,
);

test(
  "merged, it goes to staging and waits for who may let it into prod",
  async () => {
    const runs = await office.forge.push("main", first);
    expect(names(runs)).toEqual(["CI", "Deploy"]);
    const deploy = named(runs, "Deploy");
    await office.forge.waitsFor(deploy, "prod");
    expect(await office.health("staging")).toMatchObject({ status: 200, release: "v1" });
    expect(office.forge.attestations).toMatchObject([{ name: "shop-v1.tar" }]);
    await end([named(runs, "CI")]);
  },
  LIMIT,
);

test(
  "approved on GitHub, it goes to prod: one click, and the ledger says whose",
  async () => {
    const deploy = office.forge.runs.at(-1);
    if (!deploy) throw new Error("There is no run.");
    office.forge.review(deploy, "prod", "rita", "approved", "looks good");
    await end([deploy]);
    expect(await office.health("prod")).toMatchObject({ status: 200, release: "v1" });
    expect(office.forge.deployments.map(({ environment, conclusion }) => [environment, conclusion])).toEqual([
      ["preview", "success"],
      ["staging", "success"],
      ["prod", "success"],
    ]);
    expect(told(deploy)).toContain("approved by rita");
    const recorded = office.forge.github.state.deployments.map(({ environment, statuses }) => [
      environment,
      ...statuses.map(({ state }) => state),
    ]);
    expect(recorded).toEqual([
      ["shop-preview-7", "success"],
      ["shop-staging", "success"],
      ["shop-prod", "success"],
    ]);
  },
  LIMIT,
);

test(
  "a release that is bad in prod gives the traffic back, and the run fails",
  async () => {
    const bad = await office.commit("bad", failingInProd);
    const deploy = await deploys(bad);
    await office.forge.waitsFor(deploy, "prod");
    office.forge.review(deploy, "prod", "rita", "approved");
    await end([deploy], "failure");
    expect(await office.health("staging")).toMatchObject({ status: 200, release: "v2" });
    expect(await office.health("prod")).toMatchObject({ status: 200, release: "v1" });
  },
  LIMIT,
);

test(
  "rollback.yml takes prod back by hand, asking no reviewer's queue but its own",
  async () => {
    const good = await office.commit("good", mended, longest(130, 140));
    const deploy = await deploys(good);
    await office.forge.waitsFor(deploy, "prod");
    office.forge.review(deploy, "prod", "rita", "approved");
    await end([deploy]);
    expect(await office.health("prod")).toMatchObject({ release: "v3" });

    const rollback = await office.forge.dispatch("rollback.yml", { app: "shop" });
    await office.forge.waitsFor(rollback, "prod");
    office.forge.review(rollback, "prod", "rita", "approved");
    await end([rollback]);
    expect(await office.health("prod")).toMatchObject({ status: 200, release: "v1" });
  },
  LIMIT,
);

test(
  "closed, the preview is gone, and the comment says so",
  async () => {
    const runs = await office.forge.pull(7, "closed", { head: first });
    expect(names(runs)).toEqual(["Preview"]);
    await end(runs);
    expect((await office.health("preview-7")).status).toBe(404);
    expect(office.comments(7)).toMatchObject([{ body: expect.stringContaining("is gone") }]);
  },
  LIMIT,
);

test(
  "a pull request from a fork has no preview",
  async () => {
    const head = await office.commit("fork", longest(140, 150));
    const runs = await office.forge.pull(8, "opened", { head, from: "mallory/apps", by: "mallory" });
    named(runs, "CI").cancel();
    await end([named(runs, "Preview")]);
    expect(new Set(Object.values(outcomes(named(runs, "Preview"))))).toEqual(new Set(["skipped"]));
    expect((await office.health("preview-8")).status).toBe(404);
  },
  LIMIT,
);

test(
  "where nobody reviews, the kit's own gate holds: the run ends well, and says what to type",
  async () => {
    office.reviewers = [];
    const next = await office.commit("next", longest(140, 160));
    const deploy = await deploys(next);
    await end([deploy]);
    expect(await office.health("staging")).toMatchObject({ release: "v4" });
    expect(await office.health("prod")).toMatchObject({ release: "v1" });
    const prod = deploy.legs.find(({ job }) => job === "prod");
    expect(prod?.summary).toContain("kit approve shop --gate prod-approval");
    expect(prod?.steps.map(({ log }) => log).join()).toContain("::notice::v4 of shop waits at prod-approval");
  },
  LIMIT,
);

test(
  "promote.yml carries it on, let in by a review; to staging it releases the commit, which is there already",
  async () => {
    office.reviewers = ["rita", "sam"];
    const promote = await office.forge.dispatch("promote.yml", { environment: "prod" });
    await office.forge.waitsFor(promote, "prod");
    office.forge.review(promote, "prod", "sam", "approved");
    await end([promote]);
    expect(await office.health("prod")).toMatchObject({ status: 200, release: "v4" });

    const staging = await office.forge.dispatch("promote.yml", { app: "shop" });
    await end([staging]);
    expect(await office.health("staging")).toMatchObject({ release: "v4" });
    const none = await office.forge.dispatch("promote.yml", { environment: "prod", app: "shop" });
    await end([none]);
    expect(outcomes(none)).toMatchObject({ promote: "skipped" });
    await expect(office.forge.dispatch("promote.yml", { environment: "moon" })).rejects.toThrow(
      "allowed values",
    );
  },
  LIMIT,
);

test(
  "an input is never run: whatever is typed for an app is the name of one, or refused",
  async () => {
    for (const app of ['shop"; exit 0; "$(exit 0)', "--json"]) {
      const run = await office.forge.dispatch("promote.yml", { app });
      await end([run], "failure");
      expect(told(run)).toMatch(/There is no app|is not an app|no app/);
    }
  },
  LIMIT,
);

test(
  "each night: an issue for as long as something is not as the ledger says",
  async () => {
    const stop = await office.tamper("staging");
    await end(
      await office.forge
        .schedule()
        .then((runs) => runs.filter(({ workflow }) => workflow.name === "Reconcile")),
    );
    expect(office.issues()).toMatchObject([{ state: "open", labels: ["drift"] }]);
    await stop();
    await end([await office.forge.dispatch("reconcile.yml")]);
    expect(office.issues()).toMatchObject([{ state: "closed" }]);
  },
  LIMIT,
);

test("no secret went where it should not", () => {
  const legs = office.forge.runs.flatMap(({ legs }) => legs);
  const outside = legs.filter(({ environment }) => environment === undefined);
  const seen = JSON.stringify(outside.flatMap(({ steps }) => steps.map(({ env }) => env)));
  const logs = JSON.stringify(legs.map(({ steps, summary }) => [steps.map(({ log }) => log), summary]));
  for (const secret of Object.values(SECRETS)) {
    expect(seen).not.toContain(secret);
    expect(logs).not.toContain(secret);
  }
});
