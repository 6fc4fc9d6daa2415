import { basename, relative, resolve } from "node:path";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import {
  bunCommand,
  CommandError,
  parseFeatures,
  printFeatures,
  readTemplate,
  type Template,
  templateNames,
  templatesFolder,
} from "@alchemy-kit/generators";
import { type Arguments, readArguments } from "./arguments.ts";
import { kit, version } from "./kit.ts";
import { createCommand, type PackageManager, packageManager } from "./package-manager.ts";
import { findPlace, type Place } from "./place.ts";
import { shellWord } from "./shell-word.ts";
import { refuseSwallowed } from "./swallowed.ts";

/** What is to be made, and how. */
export type Wish = {
  place: Place;
  app: AppName;
  template: Template;
  manager: PackageManager;
  install: boolean;
  git: boolean;
  dryRun: boolean;
  json: boolean;
  /** The command that makes exactly this again, anywhere. */
  repeat: string;
};

/** How this user runs create-alchemy-kit, followed by these arguments. */
export function selfCommand(manager: PackageManager, args: readonly string[]): string {
  if (kit.kind === "published") return createCommand(manager, version, args);
  return [`${bunCommand()} run create`, ...args.map(shellWord)].join(" ");
}

/**
 * Reads the command line, and checks that what it asks for can be made.
 *
 * @throws CommandError saying what is wrong, and what would do.
 */
export async function readWish(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Wish> {
  const running = packageManager(undefined, env.npm_config_user_agent);
  refuseSwallowed(running, version, args, env);
  const read = readArguments(args, selfCommand(running, []));
  const manager = packageManager(read["package-manager"], env.npm_config_user_agent);
  const path = read.directory ?? read.given;
  if (path === undefined) {
    const example = selfCommand(manager, [kit.kind === "clone" ? "../my-app" : "my-app"]);
    throw usage(`Where shall it be made? For example: ${example}`);
  }
  const app = nameOf(read, resolve(cwd, path));
  const template = await findTemplate(read);
  const place = await findPlace(path, cwd, fence(cwd, path, app, read));
  const isRepository = place.kind === "existing" && place.keeps.includes(".git");
  return {
    place,
    app,
    template,
    manager,
    install: !read["no-install"],
    git: !read["no-git"] && !isRepository,
    dryRun: read["dry-run"],
    json: read.json,
    repeat: selfCommand(manager, repeated(read, app, template)),
  };
}

/** With `--directory`, the app may be called otherwise than its folder. */
function nameOf({ given, directory }: Arguments, target: string): AppName {
  const wanted = directory !== undefined && given !== undefined ? given : basename(target);
  const checked = checkAppName(wanted);
  if (checked.ok) return checked.name;
  const instead = checked.suggestion === undefined ? "" : ` This would do: ${checked.suggestion}`;
  throw usage(`“${wanted}” cannot be the name of an app: ${checked.reason}.${instead}`);
}

/**
 * The folder that the place must be in: the one we are in, unless it was named by `--directory`. A clone of the
 * kit is no place for a repository, so there it must be outside, and is named with that in mind.
 */
function fence(cwd: string, path: string, app: AppName, { directory }: Arguments): string | undefined {
  if (kit.kind === "published") return directory === undefined ? cwd : undefined;
  if (relative(kit.root, resolve(cwd, path)).startsWith("..")) return undefined;
  throw usage(`${path} is inside the kit's own repository. Beside it would do: ../${app}`);
}

async function findTemplate({ template, with: wanted }: Arguments): Promise<Template> {
  const names = await templateNames();
  if (!names.includes(template))
    throw usage(`There is no template “${template}”. There is: ${names.join(", ")}.`);
  const features = wanted === undefined ? undefined : parseFeatures(wanted);
  if (features?.ok === false) throw usage(features.reason);
  return readTemplate(templatesFolder(), template, features?.features);
}

function repeated(read: Arguments, app: AppName, template: Template): string[] {
  const place = read.directory === undefined ? [read.given ?? app] : [app, "--directory", read.directory];
  return [
    ...place,
    ...["--template", template.name, "--with", printFeatures(template.features)],
    ...(read["no-install"] ? ["--no-install"] : []),
    ...(read["no-git"] ? ["--no-git"] : []),
  ];
}

function usage(message: string): CommandError {
  return new CommandError("usage", message);
}
