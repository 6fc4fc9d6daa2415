import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { type AppName, checkAppName, closest } from "../config/index.ts";
import { gen } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { bunRun } from "./bun-command.ts";

/** A monorepo of apps. */
export interface Workspace {
  root: string;
}

/** An app's place in the workspace. */
export interface AppPlace {
  name: AppName;
  dir: string;
}

/** The nearest folder, from `from` upwards, whose package.json has workspaces. @throws Refusal outside one */
export function findWorkspace(from: string): Workspace {
  for (let dir = resolve(from); ; dir = dirname(dir)) {
    if (isWorkspaceRoot(dir)) return { root: dir };
    if (dir === dirname(dir)) {
      throw new Refusal(
        "outside-repository",
        `${from} is not inside a repository of the kit: no package.json with workspaces above it.`,
        {
          kind: "usage",
        },
      );
    }
  }
}

/** The names of all apps: the folders of apps/ that have an alchemy.config.ts. */
export function appNames({ root }: Workspace): AppName[] {
  const apps = join(root, "apps");
  if (!existsSync(apps)) return [];
  return readdirSync(apps)
    .filter((name) => existsSync(join(apps, name, "alchemy.config.ts")))
    .flatMap((name) => {
      const checked = checkAppName(name);
      return checked.ok ? [checked.name] : [];
    });
}

/**
 * The app of that name or, without one, the app whose folder `cwd` is in, or else the only app there is.
 * @throws Refusal naming the apps there are
 */
export function findApp(workspace: Workspace, name: string | undefined, cwd: string): AppPlace {
  const apps = appNames(workspace);
  const wanted = name ?? appAround(workspace, cwd) ?? (apps.length === 1 ? apps[0] : undefined);
  if (wanted === undefined) {
    throw new Refusal(
      "app-ambiguous",
      apps.length === 0 ? "There is no app yet." : `Which app? There are ${apps.join(", ")}.`,
      apps.length === 0 ? { kind: "usage", action: gen("app", "my-app") } : { kind: "usage" },
    );
  }
  const found = apps.find((app) => app === wanted);
  if (found) return { name: found, dir: join(workspace.root, "apps", found) };

  const meant = closest(wanted, apps);
  if (checkAppName(wanted).ok && existsSync(join(workspace.root, "apps", wanted))) {
    throw new Refusal("not-an-app", `apps/${wanted} has no alchemy.config.ts, so it is no app of the kit.`, {
      kind: "usage",
      action: gen("adopt", `apps/${wanted}`, { "dry-run": true }),
    });
  }
  throw new Refusal(
    "app-unknown",
    `There is no app "${wanted}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    {
      kind: "usage",
      action: checkAppName(wanted).ok && !meant ? bunRun(`gen app ${wanted}`) : bunRun("gen list"),
    },
  );
}

function appAround({ root }: Workspace, cwd: string): string | undefined {
  for (let dir = resolve(cwd); dir !== root && dir !== dirname(dir); dir = dirname(dir)) {
    if (dirname(dir) === join(root, "apps")) return basename(dir);
  }
  return undefined;
}

const manifest = z.object({ workspaces: z.unknown() });

function isWorkspaceRoot(dir: string): boolean {
  const file = join(dir, "package.json");
  if (!existsSync(file)) return false;
  return manifest.safeParse(JSON.parse(readFileSync(file, "utf8"))).data?.workspaces !== undefined;
}
