import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { profileNames } from "../config/index.ts";
import { type Finding, ok, wrong } from "../names/finding.ts";
import { bunRun } from "../workspace/bun-command.ts";
import { loadApp } from "../workspace/load-app.ts";
import type { AppPlace } from "../workspace/workspace.ts";
import type { Check } from "./check.ts";
import { attestsArtifacts } from "./workflows/attested.ts";
import { asksNobody, endsInTime, grantsByName, grantsNothing } from "./workflows/bounds.ts";
import { cutsNothingShort, dropsNothing, rollsBackAtOnce, waitsForNobody } from "./workflows/concurrency.ts";
import { asksAllJobs, namesNoApp, namesProfiles, namesWhatIsThere } from "./workflows/names.ts";
import { type PinProblem, problemOf, renewed, usesIn } from "./workflows/pins.ts";
import { readUses, readWorkflows } from "./workflows/read.ts";
import type { Rule } from "./workflows/rule.ts";
import {
  bindsSecrets,
  inheritsNoSecrets,
  keepsForksOut,
  sharesNoSecrets,
  showsNoSecrets,
} from "./workflows/secrets.ts";
import {
  keepsNoCredentials,
  runsNothingFetched,
  speaksThroughEnv,
  trustsNoStranger,
} from "./workflows/untrusted.ts";

const check = "workflows";

const rules: readonly Rule[] = [
  grantsNothing,
  grantsByName,
  endsInTime,
  asksNobody,
  speaksThroughEnv,
  trustsNoStranger,
  keepsNoCredentials,
  runsNothingFetched,
  bindsSecrets,
  sharesNoSecrets,
  showsNoSecrets,
  inheritsNoSecrets,
  keepsForksOut,
  cutsNothingShort,
  dropsNothing,
  waitsForNobody,
  rollsBackAtOnce,
  namesNoApp,
  namesProfiles,
  namesWhatIsThere,
  asksAllJobs,
  attestsArtifacts,
];

/** Whether the workflows are safe: pinned, bounded, deaf to what strangers write, and with secrets where they belong. */
export const checkWorkflows: Check = async ({ workspace: { root }, apps }) => {
  const read = await readWorkflows(root);
  if (read.length === 0) return [ok(check, "none in .github/workflows")];
  const workflows = read.flatMap((each) => (each.ok ? [each.file] : []));
  const unread = read.flatMap((each) =>
    each.ok
      ? []
      : [wrong(check, `${each.path} cannot be read: ${each.reason}`, `git checkout -- ${each.path}`)],
  );
  const profiles = [...new Set((await Promise.all(apps.map(profilesOf))).flat())];
  const looked = { workflows, apps: apps.map(({ name }) => name), profiles };
  const problems = rules.flatMap((rule) => rule(looked));
  const findings = [
    ...unread,
    ...problems.map(({ path, text, mend }) => wrong(check, `${path} ${text}`, mend)),
    ...(await aboutPins(root)),
  ];
  return findings.length > 0 ? findings : [ok(check, `${workflows.length} workflows: pinned, bounded, safe`)];
};

async function profilesOf(app: AppPlace): Promise<string[]> {
  // What keeps a config from being read is told by another check.
  return loadApp(app).then(
    ({ config }) => profileNames(config),
    () => [],
  );
}

async function aboutPins(root: string): Promise<Finding[]> {
  const files = await readUses(root);
  return files.flatMap(({ path, text }) => {
    const repair = async () => writeFile(join(root, path), renewed(await readFile(join(root, path), "utf8")));
    return usesIn(text)
      .flatMap((use) => problemOf(use) ?? [])
      .map((problem) => {
        const said = `${path} ${describe(problem)}`;
        return renewed(problem.use.line) === problem.use.line
          ? wrong(check, said, `uses: ${problem.use.name}@<the commit of a release> # v1.2.3`)
          : wrong(check, said, bunRun("kit doctor --fix"), repair);
      });
  });
}

function describe(problem: PinProblem): string {
  const { name, ref, version } = problem.use;
  switch (problem.kind) {
    case "unpinned":
      return `uses ${name} at ${ref}, which may be something else tomorrow.`;
    case "unnamed":
      return `uses ${name} at a commit, and does not say of which release.`;
    case "mistaken":
      return `says that ${ref.slice(0, 8)} of ${name} is ${version}, and it is not.`;
    case "outdated":
      return `uses ${name} ${version}; ${problem.newest} is known.`;
  }
}
