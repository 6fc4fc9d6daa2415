import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alchemy, defineApp, evaluate, Worker } from "./index.ts";

const health = {
  type: "health",
  path: "/api/health",
  status: 200,
  within: "2s",
  retries: 5,
  interval: "500ms",
};
const allAtOnce = { strategy: "all-at-once" };

describe("the three spellings", () => {
  test("defineApp, with a setup that is given its steps", async () => {
    const app = defineApp({
      name: "shop",
      profiles: { staging: {}, prod: { domain: "shop.example.com" } },
      async setup({ promote, gate, deploy }) {
        await promote("staging");
        await gate("integration", { type: "test", command: "bun run test:integration" });
        await gate("security-scan", { type: "policy", engine: "opa", policy: "./policies/security.rego" });
        await gate("prod-approval", { type: "manual", reviewers: 1 });
        await deploy("prod", {
          strategy: "canary",
          traffic: { canary: 10, stable: 90 },
          duration: "1h",
          metrics: ["error_rate", "latency"],
        });
      },
    });
    expect(await evaluate(app)).toEqual({
      name: "shop",
      profiles: { staging: {}, prod: { domain: "shop.example.com" } },
      resources: {},
      pipeline: [
        { kind: "deploy", profile: "staging", rollout: allAtOnce },
        { kind: "gate", name: "integration", gate: { type: "test", command: "bun run test:integration" } },
        {
          kind: "gate",
          name: "security-scan",
          gate: { type: "policy", engine: "opa", policy: "./policies/security.rego" },
        },
        { kind: "gate", name: "prod-approval", gate: { type: "manual", reviewers: 1 } },
        {
          kind: "deploy",
          profile: "prod",
          rollout: {
            strategy: "canary",
            traffic: { canary: 10, stable: 90 },
            duration: "1h",
            metrics: ["error_rate", "latency"],
          },
        },
      ],
    });
  });

  test("alchemy({ … }), with a setup that takes nothing", async () => {
    const app = alchemy({
      name: "my-app",
      async setup() {
        const api = Worker("api", { entry: "./src/worker.ts" });
        await alchemy.promote("staging", { resources: [api] });
        await alchemy.gate("prod-approval", { type: "manual" });
        await alchemy.promote("prod", { resources: [api] });
      },
    });
    expect(await evaluate(app)).toEqual({
      name: "my-app",
      profiles: { staging: {}, prod: {} },
      resources: { api: { type: "worker", script: "./src/worker.ts" } },
      pipeline: [
        { kind: "deploy", profile: "staging", rollout: allAtOnce, resources: ["api"] },
        { kind: "gate", name: "prod-approval", gate: { type: "manual", reviewers: 1 } },
        { kind: "deploy", profile: "prod", rollout: allAtOnce, resources: ["api"] },
      ],
    });
  });

  test("the plain object, whose pipeline is the default one", async () => {
    const app = {
      name: "my-app",
      resources: { api: { type: "worker", script: "./src/api.ts" } },
      profiles: { staging: { domain: "staging.example.com" }, prod: { domain: "example.com" } },
    };
    expect(await evaluate(app)).toEqual({
      ...app,
      pipeline: [
        { kind: "deploy", profile: "staging", rollout: allAtOnce },
        { kind: "gate", name: "staging-health", gate: health },
        { kind: "gate", name: "prod-approval", gate: { type: "manual", reviewers: 1 } },
        { kind: "deploy", profile: "prod", rollout: allAtOnce },
        { kind: "gate", name: "prod-health", gate: health },
      ],
    });
  });
});

test("with one profile there is nothing to approve", async () => {
  const { pipeline } = await evaluate({ name: "shop", profiles: { prod: {} } });
  expect(pipeline.map((step) => (step.kind === "gate" ? step.name : step.profile))).toEqual([
    "prod",
    "prod-health",
  ]);
});

test.each([
  { strategy: "blue-green", switchover: "manual" } as const,
  { strategy: "blue-green", switchover: "automatic" } as const,
  {
    strategy: "progressive",
    stages: [{ traffic: 10, duration: "30m" }, { traffic: 50, duration: "1h" }, { traffic: 100 }],
  } as const,
])("the rollout $strategy is kept as written", async (rollout) => {
  const { pipeline } = await evaluate({
    name: "shop",
    pipeline: [{ kind: "deploy", profile: "prod", rollout }],
  });
  expect(pipeline).toEqual([{ kind: "deploy", profile: "prod", rollout }]);
});

test("production, in the profiles or in a step, is prod", async () => {
  const { profiles, pipeline } = await evaluate(
    defineApp({ name: "shop", profiles: { production: {} }, setup: ({ promote }) => promote("production") }),
  );
  expect(profiles).toEqual({ prod: {} });
  expect(pipeline).toEqual([{ kind: "deploy", profile: "prod", rollout: allAtOnce }]);
});

test("two definitions evaluated at once do not record into each other", async () => {
  const app = (name: string) =>
    alchemy({
      name,
      async setup() {
        await alchemy.promote(`${name}-a`);
        await Promise.resolve();
        await alchemy.promote(`${name}-b`);
      },
    });
  const [one, two] = await Promise.all([evaluate(app("one")), evaluate(app("two"))]);
  expect(Object.keys(one.profiles)).toEqual(["one-a", "one-b"]);
  expect(Object.keys(two.profiles)).toEqual(["two-a", "two-b"]);
});

test("a step outside a setup says so", () => {
  expect(() => Worker("api", { entry: "./src/api.ts" })).toThrow("outside the setup");
});

test("what it returns is plain data, and evaluates to itself", async () => {
  const profiles = fc.uniqueArray(fc.constantFrom("dev", "staging", "prod", "preview-1", "eu"), {
    minLength: 1,
  });
  const gates = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant("health"), retries: fc.nat(9) }, { requiredKeys: ["type"] }),
      fc.record(
        { type: fc.constant("manual"), reviewers: fc.integer({ min: 1, max: 9 }) },
        { requiredKeys: ["type"] },
      ),
      fc.record({ type: fc.constant("test"), command: fc.constant("bun test") }),
    ),
    { maxLength: 8 },
  );
  const definition = fc.record(
    {
      name: fc.constant("shop"),
      profiles: profiles.map((names) => Object.fromEntries(names.map((name) => [name, {}]))),
      setup: fc.option(fc.tuple(gates, gates), { nil: undefined }),
    },
    { noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(definition, async ({ setup, ...plain }) => {
      const steps = setup?.map((gates, at) =>
        gates.map((gate, index) => ({ kind: "gate", name: `g-${at}-${index}`, gate })),
      );
      const deploys = Object.keys(plain.profiles).map((profile) => ({
        kind: "deploy",
        profile,
        rollout: allAtOnce,
      }));
      const pipeline = steps && { pipeline: [...(steps[0] ?? []), ...deploys, ...(steps[1] ?? [])] };
      const once = await evaluate({ ...plain, ...pipeline });
      expect(await evaluate(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }),
  );
});
