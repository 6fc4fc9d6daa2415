import { readFileSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { healthyRepository, write } from "./healthy.fixture.ts";
import { checkLocal, repairAll } from "./local.ts";
import { anywhere, particular } from "./workflow-faults.fixture.ts";
import { PINS, renewed, usesIn } from "./workflows/pins.ts";

const ours = join(import.meta.dirname, "../../../../.github");

let root: string;
beforeAll(async () => {
  root = await healthyRepository();
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What the doctor finds in the workflows of a repository whose `.github` is ours, but for what is changed here. */
async function found(changed: Record<string, string> = {}) {
  await rm(join(root, ".github"), { recursive: true, force: true });
  await cp(ours, join(root, ".github"), { recursive: true });
  for (const [path, text] of Object.entries(changed)) await write(root, `.github/${path}`, text);
  return checkLocal({ root }, process.env, "workflows");
}

const said = (findings: Awaited<ReturnType<typeof found>>) =>
  findings.flatMap((finding) => (finding.kind === "wrong" ? [finding.text] : []));

test("finds nothing in ours", async () => {
  expect(said(await found())).toEqual([]);
});

describe.each(Object.keys(particular))("%s, broken by", (file) => {
  const text = readFileSync(join(ours, "workflows", file), "utf8");
  const faults = [...anywhere, ...(particular[file] ?? [])];

  test.each(faults)("%s", async (_what, before, after, finding) => {
    const broken = text.replace(before, after);
    expect(broken).not.toBe(text);
    const findings = said(await found({ [`workflows/${file}`]: broken }));
    expect(
      findings.some((each) => each.includes(file) && finding.test(each)),
      findings.join("\n"),
    ).toBe(true);
  });
});

describe("pins", () => {
  test("every action that ours use is known, and pinned to the release that its comment says", async () => {
    const files = [...new Bun.Glob("**/*.yml").scanSync({ cwd: ours })];
    const uses = (await Promise.all(files.map((file) => readFile(join(ours, file), "utf8")))).flatMap(usesIn);
    expect(uses.length).toBeGreaterThan(15);
    for (const { name, ref, version } of uses) {
      expect({ name, commit: ref, version }).toEqual({ name, ...PINS[name] });
    }
    expect(Object.keys(PINS).toSorted()).toEqual([...new Set(uses.map(({ name }) => name))].toSorted());
  });

  test("--fix renews what is outdated or mistaken, and leaves what is newer, and what it does not know", async () => {
    const old = (name: string, version: string) => `      - uses: ${name}@${"b".repeat(40)} # ${version}\n`;
    const known = old("actions/checkout", "v6.1.0") + old("github/codeql-action/init", "v4.0.0");
    const left = old("actions/checkout", "v8.0.0") + old("acme/other", "v1.0.0");
    const path = "workflows/security.yml";
    const text = await readFile(join(ours, path), "utf8");
    const [head = "", tail = ""] = text.split(/(?<= {4}steps:\n)/);
    const findings = await found({ [path]: head + known + left + tail });
    expect(said(findings).join()).toMatch(/checkout v6\.1\.0; v7\.0\.1 is known/);
    await repairAll(findings);
    const now = await readFile(join(root, ".github", path), "utf8");
    expect(now).toContain(left);
    expect(now).toContain(
      `      - uses: github/codeql-action/init@${PINS["github/codeql-action"]?.commit} # v4.36.2\n`,
    );
    expect(
      usesIn(now)
        .filter(({ ref }) => ref === "b".repeat(40))
        .map(({ name }) => name),
    ).toEqual(["actions/checkout", "acme/other"]);
    expect(renewed(now)).toBe(now);
  });
});

test("a repository without workflows is told so, and is not ill", async () => {
  await rm(join(root, ".github"), { recursive: true });
  expect(await checkLocal({ root }, process.env, "workflows")).toMatchObject([{ kind: "ok" }]);
});
