import { basename, relative, resolve, sep } from "node:path";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { checkNewAppName } from "../app/new-app-name.ts";
import { CommandError } from "../shared/command-error.ts";

/**
 * The name of the app whose folder a project lies in already; undefined for a project outside the repository.
 *
 * @param folder of the project, absolute
 * @param given how the user wrote that
 * @throws CommandError for a project in the repository that is not a folder of apps/.
 */
export function appInPlace(root: string, folder: string, given: string): string | undefined {
  const [apps, name, ...deeper] = relative(root, folder).split(sep);
  if (apps === "apps" && name !== undefined && deeper.length === 0) return name;
  const isInside = folder.startsWith(root + sep);
  if (!isInside) return undefined;
  throw new CommandError(
    "usage",
    `${given} is in this repository, but not a folder of apps/. Move it there first.`,
  );
}

/**
 * The name of the app that a project becomes: the one asked for, else the project's own, else its folder's.
 *
 * @param own the project's own name, and whether the app must have that
 * @throws CommandError when an app cannot have that name, with one that would do.
 */
export function chooseAppName(
  root: string,
  folder: string,
  asked: string | undefined,
  own: { name: string | undefined; isNameFixed: boolean },
): AppName {
  if (own.isNameFixed && asked !== undefined && asked !== own.name) {
    throw new CommandError(
      "usage",
      `Its alchemy program is named “${own.name}”, and the app has to be, too.`,
    );
  }
  const wanted = asked ?? own.name ?? basename(folder);
  const isThere = resolve(root, "apps", wanted) === folder;
  const checked = isThere ? checkAppName(wanted) : checkNewAppName(root, wanted);
  if (checked.ok) return checked.name;
  const instead = checked.suggestion === undefined ? "another name" : checked.suggestion;
  throw new CommandError(
    "usage",
    `It cannot be called “${wanted}”: ${checked.reason} This would do: --name ${instead}`,
  );
}
