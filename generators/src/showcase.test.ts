import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import { expect, it } from "vitest";
import { planApp } from "./app/plan-app.ts";
import { readTemplate } from "./template/read-template.ts";
import { templatesFolder } from "./template/templates-folder.ts";

const root = join(import.meta.dirname, "../..");

it("apps/showcase is exactly what `gen app showcase` stamps", async () => {
  const checked = checkAppName("showcase");
  if (!checked.ok) throw new Error(checked.reason);
  const plan = planApp(await readTemplate(templatesFolder(), "app"), checked.name);

  const stamped = Object.fromEntries(
    plan.map((change) => [change.path, change.kind === "write" && change.after]),
  );
  const git = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "apps/showcase"];
  const paths = execFileSync("git", git, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  const there = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
  expect(there).toEqual(stamped);
});
