import { expect, it } from "vitest";
import { createCommand, packageManager } from "./package-manager.ts";

it.each([
  ["bun/1.4.5 npm/? node/v24.0.0 linux x64", ["app"], "bun create alchemy-kit@1.0.0 app"],
  ["npm/11.0.0 node/v20.19.0 linux x64", ["app"], "npm create alchemy-kit@1.0.0 app"],
  ["npm/11.0.0 node/v20.19.0 linux x64", ["app", "--no-git"], "npm create alchemy-kit@1.0.0 app -- --no-git"],
  ["pnpm/10.0.0 npm/? node/v20.19.0", ["app", "--no-git"], "pnpm create alchemy-kit@1.0.0 app --no-git"],
  ["yarn/1.22.22 npm/? node/v20.19.0", ["app"], "npx --yes create-alchemy-kit@1.0.0 app"],
  ["yarn/4.18.1 npm/? node/v20.19.0", ["app"], "yarn dlx create-alchemy-kit@1.0.0 app"],
  ["deno/2.0.0", ["app"], "bun create alchemy-kit@1.0.0 app"],
  [undefined, ["app"], "bun create alchemy-kit@1.0.0 app"],
])("%s says: %j is %s", (agent, args, command) => {
  expect(createCommand(packageManager(undefined, agent), "1.0.0", args)).toBe(command);
});

it("the one that is asked for wins, and must be one", () => {
  expect(packageManager("pnpm", "npm/11.0.0")).toEqual({ name: "pnpm", version: undefined });
  expect(() => packageManager("pip", undefined)).toThrow("There is: bun, npm, pnpm, yarn.");
});
