import { expect, it } from "vitest";
import { refuseFlagsKeptByNpm } from "./npm-flags.ts";
import { packageManager } from "./package-manager.ts";

const npm = packageManager(undefined, "npm/11.0.0 node/v20.19.0 linux x64 workspaces/false");

function meant(args: string[], env: NodeJS.ProcessEnv, manager = npm): string | undefined {
  try {
    refuseFlagsKeptByNpm(manager, "1.2.3", args, env);
    return undefined;
  } catch (error) {
    return String(error).split("\n")[1]?.trim();
  }
}

it.each<[string[], NodeJS.ProcessEnv, string]>([
  [["app"], { npm_config_git: "false" }, "app -- --no-git"],
  [["app"], { npm_config_git: "", npm_config_json: "true" }, "app -- --no-git --json"],
  [["app"], { npm_config_install: "false", npm_config_dry_run: "true" }, "app -- --no-install --dry-run"],
  [["app"], { npm_config_template: "worker" }, "app -- --template worker"],
  [["app", "worker"], { npm_config_template: "true" }, "app -- --template worker"],
  [
    ["app", "d1", "worker"],
    { npm_config_template: "true", npm_config_with: "true" },
    "app -- --template '…' --with '…'",
  ],
  [["app", "--", "--no-git"], { npm_config_json: "true" }, "app -- --json --no-git"],
])("%j with %j was to be %s", (args, env, rest) => {
  expect(meant(args, env)).toBe(`npm create alchemy-kit@1.2.3 ${rest}`);
});

it.each<[string, string[], NodeJS.ProcessEnv]>([
  ["--yes, which npm sets itself", ["app"], { npm_config_yes: "true" }],
  ["where git is, which is a setting of npm's", ["app"], { npm_config_git: "/usr/bin/git" }],
  ["what came through all the same", ["app", "--json"], { npm_config_json: "true" }],
])("does not mind %s", (_what, args, env) => {
  expect(meant(args, env)).toBeUndefined();
});

it("minds npm alone", () => {
  const pnpm = packageManager(undefined, "pnpm/10.0.0 npm/? node/v20.19.0 linux x64");
  expect(meant(["app"], { npm_config_git: "false" }, pnpm)).toBeUndefined();
});
