import { describe, expect, test } from "vitest";
import { Concurrency, type Place } from "./concurrency.ts";
import { finished, Small, script } from "./small.ts";

/*
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */

/** Somebody in a group: whether inside, told to stop, or neither yet. */
async function arrive(concurrency: Concurrency, place: Partial<Place> = {}) {
  const member = { isInside: false, isCancelled: false, leave: () => {} };
  const whole: Place = { group: "prod", cancelInProgress: false, queue: "single", ...place };
  const entering = concurrency.enter(whole, () => {
    member.isCancelled = true;
  });
  void entering.then((leave) => {
    member.isInside = leave !== undefined;
    member.leave = leave ?? member.leave;
  });
  await Bun.sleep(0);
  return member;
}

describe("a concurrency group", () => {
  test("has one inside; whoever comes next waits", async () => {
    const groups = new Concurrency();
    const first = await arrive(groups);
    const second = await arrive(groups);
    expect([first.isInside, second.isInside]).toEqual([true, false]);
    first.leave();
    await Bun.sleep(0);
    expect(second.isInside).toBe(true);
  });

  test("is the same in capitals, and another by another name", async () => {
    const groups = new Concurrency();
    await arrive(groups);
    expect((await arrive(groups, { group: "PROD" })).isInside).toBe(false);
    expect((await arrive(groups, { group: "staging" })).isInside).toBe(true);
  });

  test("has one that waits: a newer one takes its place", async () => {
    const groups = new Concurrency();
    const [first, second, third] = [await arrive(groups), await arrive(groups), await arrive(groups)];
    expect([first.isCancelled, second.isCancelled, third.isCancelled]).toEqual([false, true, false]);
    first.leave();
    await Bun.sleep(0);
    expect([second.isInside, third.isInside]).toEqual([false, true]);
  });

  test("with queue: max all wait, and enter in the order in which they came", async () => {
    const groups = new Concurrency();
    const members = [];
    for (let count = 0; count < 5; count++) members.push(await arrive(groups, { queue: "max" }));
    for (const [at, member] of members.entries()) {
      expect(members.map(({ isInside }) => isInside)).toEqual(members.map((_, other) => other <= at));
      member.leave();
      await Bun.sleep(0);
    }
  });

  test("with queue: max a hundred wait; the next is cancelled", async () => {
    const groups = new Concurrency();
    for (let count = 0; count < 101; count++) {
      expect((await arrive(groups, { queue: "max" })).isCancelled).toBe(false);
    }
    expect((await arrive(groups, { queue: "max" })).isCancelled).toBe(true);
  });

  test("with cancel-in-progress the one inside is told to stop, and the new one enters when it has", async () => {
    const groups = new Concurrency();
    const first = await arrive(groups, { cancelInProgress: true });
    const second = await arrive(groups, { cancelInProgress: true });
    expect([first.isCancelled, second.isInside]).toEqual([true, false]);
    first.leave();
    await Bun.sleep(0);
    expect(second.isInside).toBe(true);
  });

  test("cannot have both", async () => {
    const both = { cancelInProgress: true, queue: "max" } as const;
    await expect(new Concurrency().enter({ group: "a", ...both }, () => {})).rejects.toThrow(
      "exclude each other",
    );
  });
});

describe("jobs and runs in groups", () => {
  const prod = { secrets: {}, reviewers: ["rita"] };

  // Not written in the documentation, and the reason why no job with reviewers is in a group here:
  // https://github.com/elizaOS/eliza/issues/18092
  test("a job that waits for its reviewers keeps the next one of its group waiting", async () => {
    const bound = script(
      "a",
      "true",
      "environment: { name: prod }\nconcurrency: { group: prod, queue: max }",
    );
    const small = await Small.create(bound, { environments: { prod } });
    const [older] = await small.push();
    if (!older) throw new Error("Nothing was started.");
    await small.forge.waitsFor(older, "prod");
    const [newer] = await small.push();
    if (!newer) throw new Error("Nothing was started.");
    small.forge.review(older, "prod", "rita", "approved");
    await small.forge.waitsFor(newer, "prod");
    expect(older.legs).toMatchObject([{ conclusion: "success" }]);
    small.forge.review(newer, "prod", "rita", "approved");
    expect(await finished(newer)).toMatchObject({ conclusion: "success" });
    await small.close();
  });

  test("a run that is cancelled stops what it is doing, and its always() jobs still run", async () => {
    const jobs =
      script("a", 'echo begun > "$RUNNER_TEMP/../../begun"; sleep 60') +
      script("after", "true", "needs: a\nif: always()") +
      script("plain", "true", "needs: a");
    const small = await Small.create({
      ".github/workflows/small.yml": `name: S\non: { push: { branches: [main] } }\npermissions: {}\nconcurrency: { group: a, cancel-in-progress: true }\njobs:\n${jobs}`,
    });
    const [older] = await small.push();
    const [newer] = await small.push();
    if (!older || !newer) throw new Error("Nothing was started.");
    expect(await finished(older)).toMatchObject({ conclusion: "cancelled", jobs: { plain: "skipped" } });
    const [newest] = await small.push();
    if (!newest) throw new Error("Nothing was started.");
    expect(await finished(newer)).toMatchObject({ conclusion: "cancelled", jobs: { after: "success" } });
    newest.cancel();
    await newest.done;
    await small.close();
  });
});
