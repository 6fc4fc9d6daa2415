import { describe, expect, test } from "vitest";
import { type AppDefinition, type ConfigError, evaluate } from "./index.ts";

const allAtOnce = { strategy: "all-at-once" };

describe("what is wrong is named by its path", () => {
  const shop = { name: "shop", profiles: { staging: {}, prod: {} } };
  const steps = (setup: NonNullable<AppDefinition["setup"]>) => ({ ...shop, setup });

  test.each<[string, unknown, string]>([
    ["no definition", undefined, "default export: missing"],
    [
      "a field",
      { ...shop, profiles: { prod: { domian: "x" } } },
      'profiles.prod.domian: unknown field; did you mean "domain"?',
    ],
    ["a field that is like no other", { ...shop, zzz: 1 }, "zzz: unknown field"],
    [
      "a name",
      { ...shop, name: "Bad Name!" },
      'name: not a name that can be used: it must start with a lower-case letter; "bad-name" would do',
    ],
    [
      "a profile",
      { name: "shop", profiles: { "P!": {} } },
      'profiles.P!: it must start with a lower-case letter; "p" would do',
    ],
    [
      "a profile twice",
      { name: "shop", profiles: { prod: {}, production: {} } },
      'profiles.production: is the profile "prod" again',
    ],
    [
      "a domain",
      { name: "shop", profiles: { prod: { domain: "http://x" } } },
      "profiles.prod.domain: not a domain",
    ],
    ["no profile", { name: "shop", profiles: {} }, "profiles: none; name at least one"],
    [
      "a resource's type",
      { ...shop, resources: { api: { type: "wroker", script: "a.ts" } } },
      'resources.api.type: unknown type; it is "worker"',
    ],
    [
      "a resource's script",
      { ...shop, resources: { api: { type: "worker", script: "../a.ts" } } },
      "resources.api.script: must be a path inside",
    ],
    [
      "a setup and a pipeline",
      { ...shop, setup: () => {}, pipeline: [{ kind: "deploy", profile: "prod", rollout: allAtOnce }] },
      "pipeline: there is a setup too",
    ],
    [
      "a setup that throws",
      steps(() => {
        throw new Error("boo");
      }),
      "setup: boo",
    ],
    ["a setup that is none", { ...shop, setup: 3 }, "setup: must be a function"],
    ["no deploy", steps(() => {}), "pipeline: deploys to no profile"],
    [
      "a step's profile",
      steps(({ promote }) => promote("stagin")),
      'setup.promote("stagin"): unknown profile; did you mean "staging"?',
    ],
    [
      "a profile deployed twice",
      steps(({ promote }) => [promote("prod"), promote("prod")]),
      'setup.promote("prod"): is deployed to twice',
    ],
    [
      "two gates of one name",
      steps(({ promote, gate }) => [
        promote("prod"),
        gate("a", { type: "manual" }),
        gate("a", { type: "health" }),
      ]),
      'setup.gate("a"): another gate has this name',
    ],
    [
      "a gate's type",
      { ...shop, pipeline: [{ kind: "gate", name: "a", gate: { type: "helth" } }] },
      'pipeline[0].gate.type: unknown type; did you mean "health"? (known: health, manual, test, policy)',
    ],
    [
      "a gate's field",
      {
        ...shop,
        setup: ({ gate }: { gate: (...it: unknown[]) => void }) => gate("a", { type: "manual", reviewer: 1 }),
      },
      'setup.gate("a").reviewer: unknown field; did you mean "reviewers"?',
    ],
    [
      "a rollout left out",
      { ...shop, setup: ({ deploy }: { deploy: (...it: unknown[]) => void }) => deploy("prod") },
      'setup.deploy("prod").strategy: missing; it is one of all-at-once, canary',
    ],
    [
      "traffic",
      steps(({ deploy }) =>
        deploy("prod", {
          strategy: "canary",
          traffic: { canary: 10, stable: 80 },
          duration: "1h",
          metrics: ["latency"],
        }),
      ),
      'setup.deploy("prod").traffic: canary and stable must make 100 together',
    ],
    [
      "stages that end early",
      steps(({ deploy }) => deploy("prod", { strategy: "progressive", stages: [{ traffic: 50 }] })),
      'setup.deploy("prod").stages: the last stage must be at 100',
    ],
    [
      "stages that fall",
      steps(({ deploy }) =>
        deploy("prod", {
          strategy: "progressive",
          stages: [{ traffic: 50 }, { traffic: 20 }, { traffic: 100 }],
        }),
      ),
      "each stage's traffic must be more than the one before",
    ],
    [
      "a step's resource",
      {
        ...shop,
        resources: { api: { type: "worker", script: "a.ts" } },
        setup: ({ promote }: { promote: (...it: unknown[]) => void }) =>
          promote("prod", { resources: ["apo"] }),
      },
      'setup.promote("prod").resources: unknown resource; did you mean "api"?',
    ],
  ])("%s", async (_, definition, message) => {
    const error: ConfigError = await evaluate(definition).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.name).toBe("ConfigError");
    expect(error.message).toContain(message);
  });

  test("everything at once, not the first alone", async () => {
    const wrong = { name: "", profiles: { prod: { a: 1, b: 2 } }, c: 3 };
    await expect(evaluate(wrong)).rejects.toMatchObject({
      problems: [{ path: "name" }, { path: "profiles.prod.a" }, { path: "profiles.prod.b" }, { path: "c" }],
    });
  });
});
