import { join, normalize } from "node:path/posix";
import type { AppName } from "@alchemy-kit/deploy/names";
import { type Change, type Content, digestOf, isSame } from "@alchemy-kit/scaffold";
import { appFolder } from "../app/app-folder.ts";
import { ADOPTED_TEMPLATE, type AppManifest } from "../app/app-manifest.ts";
import { packFiles } from "../shared/pack-files.ts";
import { adoptedPackage } from "./adopted-package.ts";
import { buildScript } from "./build-script.ts";
import type { Conversion } from "./check-project.ts";
import type { Project } from "./read-project.ts";
import { workerEntry } from "./worker-entry.ts";

/**
 * The plan that makes an app of a project. Of what it has, package.json is edited, and alchemy.run.ts where it
 * has one; the rest stays as it is, and what the kit needs is beside it.
 *
 * @param isHere the project is the app's folder already; else its files are copied there
 */
export function planAdopt(app: AppName, project: Project, conversion: Conversion, isHere: boolean): Change[] {
  const manifest = String(project.files.get("package.json"));
  const { text: packageJson, ci } = adoptedPackage(manifest, app, conversion.command);
  const made = new Map<string, Content>([
    ["alchemy.config.ts", config(app)],
    ["alchemy.run.ts", conversion.program],
    ["kit/build.js", buildScript(conversion.copies)],
    ["kit/worker.js", workerEntry(join("..", normalize(conversion.main)))],
  ]);
  const kitJson: AppManifest = {
    schema: 1,
    app,
    template: ADOPTED_TEMPLATE,
    templateVersion: "0.1.0",
    answers: { name: app },
    ci,
    files: Object.fromEntries([...made].map(([path, content]) => [path, digestOf(content)])),
    base: packFiles(made),
  };
  const after = new Map([
    ...project.files,
    ...made,
    ["package.json", packageJson] as const,
    ["kit.json", `${JSON.stringify(kitJson, null, 2)}\n`] as const,
  ]);
  return [...after].flatMap(([path, content]): Change[] => {
    const before = isHere ? project.files.get(path) : undefined;
    const at = `${appFolder(app)}/${path}`;
    if (before === undefined) {
      const change = { kind: "write", path: at, after: content } as const;
      return [project.executable.has(path) ? { ...change, executable: true } : change];
    }
    return isSame(before, content) ? [] : [{ kind: "edit", path: at, before, after: content }];
  });
}

function config(app: AppName): string {
  return `import { defineApp } from "@kit/deploy";

// Profiles in the order a release travels them: a health gate after each, an approval before the last.
export default defineApp({
  name: "${app}",
  profiles: { staging: {}, prod: {} },
});
`;
}
