import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, note, orOk, wrong } from "../names/finding.ts";
import { bunRun } from "../workspace/bun-command.ts";
import type { AppPlace } from "../workspace/workspace.ts";
import type { Check } from "./check.ts";
import { type PackageManifest, readPackage } from "./read-json.ts";

const check = "workspace";

/** What the commands we print rely on. */
const rootScripts = ["gen", "kit"];
const appScripts = ["build", "test", "typecheck", "alchemy"];
const shellScripts = ["scripts/create-app.sh", "scripts/rollback.sh"];

/** Whether the repository and each app have what the commands rely on. */
export const checkWorkspace: Check = async ({ workspace: { root }, apps }) => {
  const manifest = await readPackage(join(root, "package.json"));
  const findings = [
    ...aboutRoot(manifest),
    ...shellScripts.flatMap((path) => aboutShellScript(root, path)),
    ...(await Promise.all(apps.map(aboutApp))).flat(),
  ];
  if (apps.length === 0) findings.push(wrong(check, "There is no app yet.", bunRun("gen app my-app")));
  return [
    ...orOk(findings, check, `${apps.length === 1 ? "1 app" : `${apps.length} apps`}`),
    ...strangers(root, apps),
  ];
};

function aboutRoot(manifest: PackageManifest | undefined): Finding[] {
  if (!manifest) return [wrong(check, "package.json cannot be read.", "git checkout -- package.json")];
  const missing = rootScripts.filter((script) => manifest.scripts[script] === undefined);
  return [
    ...(manifest.workspaces.includes("apps/*")
      ? []
      : [
          wrong(
            check,
            "package.json does not have apps/* among its workspaces, so no app is installed.",
            'add "apps/*" to "workspaces" in package.json',
          ),
        ]),
    ...missing.map((script) =>
      wrong(
        check,
        `package.json has no script "${script}", which the commands we print need.`,
        `add "${script}": "${script === "gen" ? "kit-gen" : "kit"}" to "scripts" in package.json`,
      ),
    ),
  ];
}

function aboutShellScript(root: string, path: string): Finding[] {
  if (!existsSync(join(root, path))) {
    return [wrong(check, `${path} is not there.`, `git checkout -- ${path}`)];
  }
  if (isExecutable(join(root, path))) return [];
  const repair = () => chmod(join(root, path), 0o755);
  return [wrong(check, `${path} cannot be executed.`, `chmod +x ${path}`, repair)];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function aboutApp({ name, dir }: AppPlace): Promise<Finding[]> {
  const manifest = await readPackage(join(dir, "package.json"));
  const file = `apps/${name}/package.json`;
  if (!manifest) return [wrong(check, `${file} cannot be read.`, `git checkout -- ${file}`)];
  const missing = appScripts.filter((script) => manifest.scripts[script] === undefined);
  return [
    ...(manifest.name === name
      ? []
      : [
          wrong(
            check,
            `${file} is named "${manifest.name}", but its folder is apps/${name}.`,
            `set "name": "${name}" in ${file}`,
          ),
        ]),
    ...missing.map((script) =>
      wrong(check, `${file} has no script "${script}".`, `add "${script}" to "scripts" in ${file}`),
    ),
    ...(existsSync(join(dir, "alchemy.run.ts"))
      ? []
      : [
          wrong(
            check,
            `apps/${name}/alchemy.run.ts is not there: nothing says what runs.`,
            `git checkout -- apps/${name}/alchemy.run.ts`,
          ),
        ]),
  ];
}

/** Folders in apps/ that no command of the kit will ever see. */
function strangers(root: string, apps: readonly AppPlace[]): Finding[] {
  if (!existsSync(join(root, "apps"))) return [];
  return readdirSync(join(root, "apps"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !apps.some(({ name }) => name === entry.name))
    .map(({ name }) => note(check, `apps/${name} is no app of the kit: it has no alchemy.config.ts.`));
}
