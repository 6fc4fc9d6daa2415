import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GateInput } from "../gates/gate.ts";
import { type Pipeline, pipelineSchema, profileBefore, profilesOf, stepsOfRun } from "./index.ts";

const deploy = (profile: string) => ({ kind: "deploy", profile, rollout: { strategy: "all-at-once" } });
const gate = (name: string, type: GateInput["type"] = "health") => ({
  kind: "gate",
  name,
  gate: type === "test" ? { type, command: "true" } : { type },
});

/** The steps of each run by name: [profile, admitted by, verified by]. */
function runs(...steps: unknown[]) {
  const pipeline = pipelineSchema.parse(steps);
  return profilesOf(pipeline).map((profile) => {
    const run = stepsOfRun(pipeline, profile);
    return [profile, run?.admission.map(({ name }) => name), run?.verification.map(({ name }) => name)];
  });
}

describe("of the gates between two deploys", () => {
  test("those before the first manual one verify the profile before, the others admit to the next", () => {
    expect(
      runs(
        deploy("staging"),
        gate("a"),
        gate("b", "test"),
        gate("c", "manual"),
        gate("d"),
        gate("e", "manual"),
        deploy("prod"),
      ),
    ).toEqual([
      ["staging", [], ["a", "b"]],
      ["prod", ["c", "d", "e"], []],
    ]);
  });

  test("all verify the profile before where none is manual", () => {
    expect(runs(deploy("staging"), gate("a"), deploy("prod"))).toEqual([
      ["staging", [], ["a"]],
      ["prod", [], []],
    ]);
  });
});

test("gates before the first deploy admit to it, gates after the last verify it, manual or not", () => {
  expect(
    runs(
      gate("a"),
      gate("b", "manual"),
      gate("c"),
      deploy("prod"),
      gate("d"),
      gate("e", "manual"),
      gate("f"),
    ),
  ).toEqual([["prod", ["a", "b", "c"], ["d", "e", "f"]]]);
});

test("a profile that the pipeline does not deploy to has no run", () => {
  const pipeline = pipelineSchema.parse([deploy("staging")]);
  const [prod] = profilesOf(pipelineSchema.parse([deploy("prod")]));
  if (prod === undefined) throw new Error("There is no prod.");
  expect(stepsOfRun(pipeline, prod)).toBeUndefined();
  expect(profileBefore(pipeline, prod)).toBeUndefined();
});

test("the runs of all profiles, in order, are the pipeline: each step in exactly one", () => {
  const type = fc.constantFrom("health", "manual", "test" as const);
  const pipelines = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 }),
      fc.array(fc.array(type, { maxLength: 4 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([profiles, gates]): Pipeline => {
      const between = gates.map((types, at) => types.map((it, index) => gate(`g-${at}-${index}`, it)));
      return pipelineSchema.parse([
        ...(between[0] ?? []),
        ...profiles.flatMap((profile, at) => [deploy(profile), ...(between[at + 1] ?? [])]),
      ]);
    });
  fc.assert(
    fc.property(pipelines, (pipeline) => {
      const all = profilesOf(pipeline).flatMap((profile) => {
        const run = stepsOfRun(pipeline, profile);
        return run ? [...run.admission, run.deploy, ...run.verification] : [];
      });
      expect(all).toEqual(pipeline);
    }),
  );
});

test("the profile before is the one deployed to before", () => {
  const pipeline = pipelineSchema.parse([deploy("staging"), gate("a"), deploy("prod")]);
  const [staging, prod] = profilesOf(pipeline);
  if (staging === undefined || prod === undefined) throw new Error("A profile is missing.");
  expect(profileBefore(pipeline, staging)).toBeUndefined();
  expect(profileBefore(pipeline, prod)).toBe(staging);
});
