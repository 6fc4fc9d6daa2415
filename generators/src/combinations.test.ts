import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FEATURES, type Feature } from "./template/feature.ts";
import { readLayer } from "./template/layer.ts";
import { templatesFolder } from "./template/templates-folder.ts";
import { combine, SETS, stamp, TEMPLATES } from "./testing/combinations.ts";

const kit = join(import.meta.dirname, "../..");
const all = TEMPLATES.flatMap((template) => SETS.map((features) => combine(template, features)));
const stamped = new Map(await Promise.all(all.map(async (one) => [one.app, await stamp(one)] as const)));
const filesOf = (template: string, features: readonly Feature[]) =>
  stamped.get(combine(template, features).app) ?? new Map<string, string>();

it("there are 256 of them", () => {
  expect(stamped.size).toBe(2 * 2 ** 7);
});

describe("whatever is chosen, it", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "combinations-"));
    symlinkSync(join(kit, "node_modules"), join(root, "node_modules"));
    for (const [app, files] of stamped) {
      for (const [path, text] of files) {
        const place = join(root, "apps", app, path);
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text);
      }
    }
    for (const template of TEMPLATES) {
      const apps = join("apps", `${template.slice(0, 1)}-*`);
      const config = {
        extends: `./apps/${combine(template, FEATURES).app}/tsconfig.json`,
        include: [join(apps, "src"), join(apps, "*.ts")],
      };
      writeFileSync(join(root, `tsconfig.${template}.json`), JSON.stringify(config));
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const run = (program: string, ...args: string[]) =>
    spawnSync(join(kit, "node_modules/.bin", program), args, {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });

  it("is formatted and without lint, each text of it checked once", () => {
    const places = [...stamped].flatMap(([app, files]) =>
      [...files].map(([path, text]) => [`${path}\n${text}`, join("apps", app, path)] as const),
    );
    const args = ["check", `--config-path=${kit}`, "--vcs-enabled=false", "--error-on-warnings"];
    const { status, stderr } = run("biome", ...args, ...new Map(places).values());
    expect(stderr).toMatch(/^Checked \d{4} files in .*\. No fixes applied\.\s*$/);
    expect(status).toBe(0);
  }, 120_000);

  it.each(TEMPLATES)(
    "has types that agree, from the template “%s”",
    (template) => {
      const { status, stdout } = run("tsc", "--noEmit", "--project", `tsconfig.${template}.json`);
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    },
    120_000,
  );
});

describe("a feature", () => {
  const own: Record<Feature, RegExp> = {
    d1: /\bD1|\bDB\b|items|migration/i,
    kv: /\bKV|notice/i,
    r2: /\bR2|photo|1_000_000/i,
    do: /Durable|visit/i,
    queue: /queue|feedback/i,
    workflow: /workflow|remind/i,
    cron: /\bcron|nightly|scheduled/i,
  };

  it.each(FEATURES)("%s leaves no trace where it is not chosen", (feature) => {
    for (const { template, features } of all) {
      const text = textOf(filesOf(template, features));
      expect(own[feature].test(text), `${template} with ${features}`).toBe(features.includes(feature));
    }
  });

  it("adds the same files whatever else is chosen", () => {
    for (const { template, features } of all) {
      const alone = features.flatMap((feature) => [...filesOf(template, [feature]).keys()]);
      const expected = new Set([...filesOf(template, []).keys(), ...alone]);
      expect(new Set(filesOf(template, features).keys())).toEqual(expected);
    }
  });

  it.each(FEATURES)("%s inserts only into files that can be there", async (feature) => {
    for (const template of TEMPLATES) {
      const { insertions } = await readLayer(join(templatesFolder(), "features", feature, template));
      const files = filesOf("app", FEATURES);
      expect(insertions.map(({ path }) => path).filter((path) => !files.has(path))).toEqual([]);
    }
  });

  /** All but what lists the features and the digests of files. */
  function textOf(files: Map<string, string>): string {
    return [...files]
      .filter(([path]) => path !== "kit.json")
      .flat()
      .join("\n");
  }
});

it.each(["alchemy.run.ts", "src/worker.ts", "src/page/app.tsx", "README.md"])(
  "with everything, %s reads well",
  async (path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    await expect(filesOf("app", FEATURES).get(path)).toMatchFileSnapshot(`testing/golden/${name}.txt`);
  },
);
