import { expect, test, vi } from "vitest";

vi.mock("../gates/registry.ts", async (original) => {
  const { gateKinds } = await original<typeof import("../gates/registry.ts")>();
  const { settled } = await import("../gates/testing/settled.ts");
  return { gateKinds: [...gateKinds, settled] };
});

/** Pipelines on which releases wait for a time, after each deploy and beside a sign-off. */
vi.mock("./app.ts", async (original) => {
  const app = await original<typeof import("./app.ts")>();
  const { evaluate } = await import("../config/index.ts");
  const settle = { kind: "gate", gate: { type: "settled", after: "10m" } };
  const deploy = (profile: string) => ({ kind: "deploy", profile, rollout: { strategy: "all-at-once" } });
  const configOf = (...pipeline: object[]) =>
    evaluate({ name: "shop", profiles: { staging: {}, prod: {} }, pipeline });
  const signOff = { kind: "gate", name: "sign-off", gate: { type: "manual" } };
  const staged = [deploy("staging"), { ...settle, name: "settle-staging" }];
  const configs = [
    await configOf(...staged, deploy("prod"), { ...settle, name: "settle-prod" }),
    await configOf(...staged, deploy("prod"), { ...settle, name: "settle-prod" }, signOff),
  ];
  return { ...app, configs };
});

const { describeFailure, hunt } = await import("./hunt.ts");

const stories = Number(process.env.STORIES ?? 10_000);

test("no story breaks what must always hold where releases wait for a time", async () => {
  const hunted = await hunt(1, Math.min(stories, 10_000));
  if (hunted.failure) expect.fail(describeFailure(hunted.failure));
  expect(hunted.waits).toBeGreaterThan(hunted.stories / 20);
}, 300_000);
