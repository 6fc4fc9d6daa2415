import { basename, relative, resolve } from "node:path";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import {
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
import { refuseFlagsKeptByNpm } from "./npm-flags.ts";
import { type PackageManager, packageManager } from "./package-manager.ts";
import { selfCommand } from "./self-command.ts";
import { findTargetFolder, type TargetFolder } from "./target-folder.ts";

/** What is to be made, and how: the command line, read and checked. */
export type CreateOptions = {
  target: TargetFolder;
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

/**
 * Reads the command line, and checks that what it asks for can be made.
 *
 * @throws CommandError saying what is wrong, and what would do.
 */
export async function readOptions(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<CreateOptions> {
  const running = packageManager(undefined, env.npm_config_user_agent);
  refuseFlagsKeptByNpm(running, version, args, env);
  const read = readArguments(args, selfCommand(running, []));
  const manager = packageManager(read["package-manager"], env.npm_config_user_agent);
  const path = read.directory ?? read.given;
  if (path === undefined) {
    const example = selfCommand(manager, [kit.kind === "clone" ? "../my-app" : "my-app"]);
    throw usage(`Where shall it be made? For example: ${example}`);
  }
  const app = nameOf(read, resolve(cwd, path));
  const template = await findTemplate(read);
  const target = await findTargetFolder(path, cwd, requiredParent(cwd, path, app, read));
  const isRepository = target.kind === "existing" && target.keeps.includes(".git");
  return {
    target,
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
 * The folder that the new repository must be in: the one we are in, unless it was named by `--directory`. A clone
 * of the kit cannot hold another repository, so there it must be outside, and is named with that in mind.
 */
function requiredParent(
  cwd: string,
  path: string,
  app: AppName,
  { directory }: Arguments,
): string | undefined {
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
  const named = read.directory === undefined ? [read.given ?? app] : [app, "--directory", read.directory];
  return [
    ...named,
    ...["--template", template.name, "--with", printFeatures(template.features)],
    ...(read["no-install"] ? ["--no-install"] : []),
    ...(read["no-git"] ? ["--no-git"] : []),
  ];
}

function usage(message: string): CommandError {
  return new CommandError("usage", message);
}
