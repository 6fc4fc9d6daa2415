import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { CommandError } from "@alchemy-kit/generators";
import { recover } from "@alchemy-kit/scaffold";

/**
 * Where the repository is to be made: in a folder that is not there yet, or in one that is, with nothing in it
 * that would be in the way. `path` is absolute, `given` is how the user wrote it.
 */
export type TargetFolder = { path: string; given: string } & (
  | { kind: "new" }
  | { kind: "existing"; keeps: string[] }
);

/** What may be in the folder already: what a git host or an editor puts there before anything else. */
const HARMLESS =
  /^(\.git|\.gitattributes|\.gitignore|\.hg|\.hgignore|\.idea|\.vscode|\.DS_Store|Thumbs\.db|LICEN[CS]E.*|README.*)$/i;

/**
 * Looks at where the repository is to be made. A change that an earlier process left half made there is undone.
 *
 * @param within the folder that it must be in; undefined where the user named it on purpose.
 * @throws CommandError when something is in the way, or the way leads somewhere else.
 */
export async function findTargetFolder(
  given: string,
  cwd: string,
  within: string | undefined,
): Promise<TargetFolder> {
  const target = resolve(cwd, given);
  if (within !== undefined) await refuseOutside(target, given, within);
  await refuseCaseClash(target, given);
  const found = await lstat(target).catch(() => undefined);
  if (!found) return { kind: "new", path: target, given };
  if (found.isSymbolicLink()) throw usage(`${given} is a link, and may lead anywhere. Nothing was made.`);
  if (!found.isDirectory()) throw usage(`${given} is there already, and is not a folder.`);
  await recover(target);
  const inside = (await readdir(target)).sort();
  const inTheWay = inside.filter((name) => !HARMLESS.test(name));
  if (inTheWay.length === 0) return { kind: "existing", path: target, given, keeps: inside };
  const some = inTheWay.slice(0, 5).join(", ");
  const more = inTheWay.length > 5 ? `, and ${inTheWay.length - 5} more` : "";
  throw usage(`${given} is not empty. In the way there is: ${some}${more}. Nothing was changed.`);
}

async function refuseOutside(target: string, given: string, within: string): Promise<void> {
  const parent = await realpath(await nearestFolder(dirname(target)));
  const real = target === within ? await realpath(within) : `${parent}${sep}${basename(target)}`;
  if (isInside(target, within) && isInside(real, await realpath(within))) return;
  throw usage(
    `${given} is not in this folder. Where that is meant, say so: --directory ${given}. Nothing was made.`,
  );
}

/** On many systems `Shop` and `shop` are one folder. */
async function refuseCaseClash(target: string, given: string): Promise<void> {
  const beside = await readdir(dirname(target)).catch(() => []);
  const name = basename(target);
  const clash = beside.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (clash === undefined) return;
  throw usage(
    `${clash} is there already, and on many systems that is the same folder as ${given}. Nothing was made.`,
  );
}

/** The nearest folder at or above `path` that is there. */
async function nearestFolder(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

function usage(message: string): CommandError {
  return new CommandError("usage", message);
}
