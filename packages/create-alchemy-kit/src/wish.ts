import { lstat, readdir } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type AppName, checkAppName } from "@alchemy-kit/deploy/names";
import { bunCommand, CommandError } from "@alchemy-kit/generators";

/** What is to be made, and how. */
export type Wish = {
  /** The folder to make, absolute; `given` is how the user wrote it. */
  target: string;
  given: string;
  app: AppName;
  install: boolean;
  git: boolean;
  json: boolean;
};

/** The kit's own repository, that this runs from. */
export const kitRoot = join(import.meta.dirname, "../../..");

const options = {
  "no-install": { type: "boolean", default: false },
  "no-git": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

/**
 * Reads the command line, and checks that the folder can be made.
 *
 * @throws CommandError saying what is wrong, and what would do.
 */
export async function readWish(args: string[], cwd: string): Promise<Wish> {
  const { values, positionals } = parse(args);
  const [given, ...more] = positionals;
  if (given === undefined)
    throw usage(`Where shall it be made? For example: ${bunCommand()} run create ../my-app`);
  if (more.length > 0) throw usage(`One folder at a time, not: ${positionals.join(" ")}`);
  const target = resolve(cwd, given);
  const checked = checkAppName(basename(target));
  if (!checked.ok) {
    const instead = checked.suggestion === undefined ? "" : ` This would do: ${checked.suggestion}`;
    throw usage(`“${basename(target)}” cannot be the name of an app: ${checked.reason}.${instead}`);
  }
  if (!relative(kitRoot, target).startsWith("..")) {
    throw usage(`${given} is inside the kit's own repository. Beside it would do: ../${checked.name}`);
  }
  await refuseIfTaken(target, given);
  return {
    target,
    given,
    app: checked.name,
    install: !values["no-install"],
    git: !values["no-git"],
    json: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw usage(
      `${error instanceof Error ? error.message.split(". ")[0] : error}. See: ${bunCommand()} run create --help`,
    );
  }
}

async function refuseIfTaken(target: string, given: string): Promise<void> {
  const found = await lstat(target).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) throw usage(`${given} is there already, and is not a folder.`);
  const inside = await readdir(target);
  if (inside.length === 0) return;
  const some = inside.slice(0, 5).join(", ");
  throw usage(
    `${given} is not empty. In it there is: ${some}${inside.length > 5 ? ", …" : ""}. Nothing was changed.`,
  );
}

const usage = (message: string) => new CommandError("usage", message);
