import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProfileName, type ProfileName } from "../config/index.ts";
import { startRun } from "../core/run.ts";
import type { RunStarted } from "../core/run-event.ts";
import {
  type Digest,
  digest,
  type ReleaseName,
  releaseName,
  releaseTag,
  runId,
  versionId,
} from "../names/identity.ts";
import { type ProfileOnPlatform, retention, Unprovable } from "./retention.ts";
import { type AppState, emptyState, type ProfileState, profileState, type Release } from "./state.ts";

const staging = profileNamed("staging");
const prod = profileNamed("prod");

function profileNamed(wanted: string): ProfileName {
  const checked = checkProfileName(wanted);
  if (checked.ok) return checked.name;
  throw new Error(checked.reason);
}

const name = (number: number) => releaseName.parse(`v${number}`);
const bytesOf = (number: number) => digest.parse(`sha256:${number.toString(16).padStart(64, "0")}`);
const versionOf = (number: number) => versionId.parse(`version-${number}`);

const release = (number: number): Release => ({
  name: name(number),
  digest: bytesOf(number),
  size: 1,
  migrations: null,
  provenance: { commit: null, dirty: false, lockfile: null, bun: "1", kit: "1" },
  artifact: "kept",
  at: "2026-01-01T00:00:00.000Z",
  by: "ada",
});

interface Story {
  count: number;
  /** Uploaded to prod, in order. */
  uploaded: number[];
  good: number[];
  bad: number[];
}

function stateOf({ count, uploaded, good, bad }: Story): AppState {
  const profile: ProfileState = {
    ...profileState(emptyState, prod),
    versions: new Map(uploaded.map((number) => [name(number), versionOf(number)])),
    uploads: new Map(uploaded.map((number) => [versionOf(number), name(number)])),
    good: new Set(good.map(name)),
  };
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...emptyState,
    releases: new Map(numbers.map((number) => [name(number), release(number)])),
    profiles: new Map([[prod, profile]]),
    bad: new Map<Digest, string>(bad.map((number) => [bytesOf(number), "why"])),
  };
}

const served = (live: number[], deployable: number[]): ProfileOnPlatform[] => [
  {
    profile: prod,
    live: live.map(versionOf),
    deployable: deployable.map((number) => ({ id: versionOf(number), tag: null })),
  },
];

const unneededOf = (...args: Parameters<typeof retention>): ReleaseName[] =>
  retention(...args).unneeded.map((each) => each.name);

const five: Story = { count: 5, uploaded: [1, 2, 3, 4, 5], good: [1, 2, 3, 4, 5], bad: [] };

describe("needed is", () => {
  test("what is among the newest, even if nothing else speaks for it", () => {
    const state = stateOf({ count: 5, uploaded: [], good: [], bad: [] });
    expect(unneededOf(state, served([], []), 2)).toEqual(["v1", "v2", "v3"]);
  });

  test("what serves, at 0 % too", () => {
    expect(unneededOf(stateOf({ ...five, good: [5] }), served([2, 5], [2, 5]), 0)).toEqual([
      "v1",
      "v3",
      "v4",
    ]);
  });

  test("what the ledger sent traffic to, whatever the platform says", () => {
    const state = stateOf({ ...five, good: [5] });
    const traffic = [{ version: versionOf(2), percentage: 100 }];
    const profiles = new Map([[prod, { ...profileState(state, prod), traffic }]]);
    expect(unneededOf({ ...state, profiles }, served([5], [5]), 0)).toEqual(["v1", "v3", "v4"]);
  });

  test("what was good and can still be deployed; not what was found bad since", () => {
    const state = stateOf({ ...five, bad: [3] });
    expect(unneededOf(state, served([5], [2, 3, 4, 5]), 0)).toEqual(["v1", "v3"]);
  });

  test("the newest good one, which promotes next, even where the platform has forgotten it", () => {
    expect(unneededOf(stateOf({ ...five, good: [3], uploaded: [3] }), served([], []), 0)).not.toContain("v3");
  });

  test("what the profile was last made ready from: it takes the profile down", () => {
    const state = stateOf({ ...five, good: [1], bad: [5] });
    expect(unneededOf(state, served([1], [1]), 0)).toEqual(["v2", "v3", "v4"]);
  });

  test("what an open run takes somewhere", () => {
    const state = stateOf({ ...five, good: [] });
    const started: RunStarted = {
      type: "run-started",
      run: runId.parse("r1"),
      kind: "release",
      profile: prod,
      release: name(2),
      digest: bytesOf(2),
      steps: [],
      version: null,
      before: null,
    };
    const run = startRun(started, "2026-01-01T00:00:00.000Z");
    expect(unneededOf({ ...state, runs: new Map([[run.id, run]]) }, served([], []), 0)).not.toContain("v2");
  });

  test("what a version's tag names that the ledger does not know of", () => {
    const state = stateOf({ ...five, uploaded: [5], good: [5] });
    const tagged = { id: versionId.parse("lost"), tag: releaseTag(name(2), bytesOf(2)) };
    const platform = [{ profile: prod, live: [tagged.id], deployable: [tagged] }];
    expect(unneededOf(state, platform, 0)).not.toContain("v2");
  });
});

test("what is gone is not deleted again; what was being deleted is", () => {
  const state = stateOf({ ...five, good: [5], uploaded: [5] });
  const releases = new Map(state.releases);
  releases.set(name(1), { ...release(1), artifact: "gone" });
  releases.set(name(2), { ...release(2), artifact: "going" });
  expect(unneededOf({ ...state, releases }, served([5], [5]), 0)).toEqual(["v2", "v3", "v4"]);
});

describe("nothing is deleted where it cannot be told what is needed", () => {
  test("a profile that was not asked", () => {
    expect(() => retention(stateOf(five), [], 0)).toThrow(Unprovable);
    expect(() => retention(stateOf(five), [{ profile: staging, live: [], deployable: [] }], 0)).toThrow(
      Unprovable,
    );
  });

  test("a live version that neither the ledger nor the platform can name", () => {
    expect(() => retention(stateOf(five), served([9], [1, 2]), 0)).toThrow(/version-9/);
  });

  test("a stranger's version is no release of ours", () => {
    expect(() => retention(stateOf(five), served([9], [9]), 0)).not.toThrow();
  });
});

describe("whatever happened", () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 9 }));
  const stories = fc.record({ count: fc.constant(9), uploaded: numbers, good: numbers, bad: numbers });

  test("every release is either needed or not, and nothing live, waiting or possible to go back to is deleted", () => {
    fc.assert(
      fc.property(stories, numbers, fc.nat({ max: 10 }), (story, live, keep) => {
        const state = stateOf(story);
        const platform = served(live, [...new Set([...story.uploaded, ...live])]);
        const { needed, unneeded } = retention(state, platform, keep);
        const doomed = new Set(unneeded.map((each) => each.name));
        expect([...needed.keys(), ...doomed].length).toBe(new Set([...needed.keys(), ...doomed]).size);
        expect(needed.size + doomed.size).toBe(9);
        for (const number of live)
          if (story.uploaded.includes(number)) expect(doomed).not.toContain(name(number));
        for (const number of story.good)
          if (story.uploaded.includes(number) && !story.bad.includes(number))
            expect(doomed).not.toContain(name(number));
      }),
    );
  });

  test("keeping more never deletes more", () => {
    fc.assert(
      fc.property(stories, fc.nat({ max: 9 }), (story, keep) => {
        const platform = served([], story.uploaded);
        const less = new Set(unneededOf(stateOf(story), platform, keep));
        for (const each of unneededOf(stateOf(story), platform, keep + 1)) expect(less).toContain(each);
      }),
    );
  });
});
