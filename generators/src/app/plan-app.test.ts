import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkAppName } from "@alchemy-kit/deploy/names";
import type { Plan } from "@alchemy-kit/scaffold";
import fc from "fast-check";
import { expect, it } from "vitest";
import { FEATURES } from "../template/feature.ts";
import { readTemplate } from "../template/read-template.ts";
import { templatesFolder } from "../template/templates-folder.ts";
import { nameOf } from "../testing/combinations.ts";
import { planApp } from "./plan-app.ts";

const kit = join(import.meta.dirname, "../../..");
const everything = await readTemplate(templatesFolder(), "app", FEATURES);
const names = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,40}$/)
  .map((name) => checkAppName(name))
  .filter((checked) => checked.ok)
  .map((checked) => checked.name);

function textsOf(plan: Plan): [string, string][] {
  return plan.flatMap((change) =>
    change.kind === "write" ? [[change.path, change.after] as [string, string]] : [],
  );
}

it("two apps differ in their names only", () => {
  const placeholder = nameOf("qqqqqqqq");
  const pattern = textsOf(planApp(everything, placeholder));
  fc.assert(
    fc.property(names, (name) => {
      const renamed = pattern.map(([path, text]) =>
        [path, text].map((part) => part.replaceAll(placeholder, name)),
      );
      const withoutDigests = (files: string[][]) => files.filter(([path]) => !path?.endsWith("/kit.json"));
      expect(withoutDigests(textsOf(planApp(everything, name)))).toEqual(withoutDigests(renamed));
    }),
    { numRuns: 30 },
  );
});

it.each([
  ["app", 25],
  ["worker", 20],
])(
  "%s stays small: at most %i files and 10 direct dependencies, each of an exact version",
  async (kind, most) => {
    const template = await readTemplate(templatesFolder(), kind);
    const files = Object.fromEntries(textsOf(planApp(template, nameOf("shop"))));
    expect(Object.keys(files).length).toBeLessThanOrEqual(most);
    const { dependencies, devDependencies } = JSON.parse(files["apps/shop/package.json"] ?? "");
    const versions: string[] = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.length).toBeLessThanOrEqual(10);
    for (const version of versions) expect(version).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/);
  },
);

it("is formatted and without lint, with the shortest and the longest name", () => {
  const root = mkdtempSync(join(tmpdir(), "format-"));
  try {
    for (const name of ["a", "a".repeat(36)]) {
      for (const [path, text] of textsOf(planApp(everything, nameOf(name)))) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    }
    const biome = join(kit, "node_modules/.bin/biome");
    const args = ["check", `--config-path=${kit}`, "--vcs-enabled=false", "--error-on-warnings", root];
    const { status, stderr } = spawnSync(biome, args, { encoding: "utf8" });
    expect(stderr).toMatch(/^Checked \d{2} files in .*\. No fixes applied\.\s*$/);
    expect(status).toBe(0);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
