import type { Files } from "../shared/files.ts";
import { adoptProgram } from "./alchemy-program.ts";
import type { Copy } from "./build-script.ts";
import { configNotes, findConfigProblems, findEntryProblems } from "./check-wrangler-config.ts";
import { type AlchemyAround, findAlchemyTwo, KIT_ALCHEMY } from "./find-alchemy-two.ts";
import { builtByFramework } from "./frameworks.ts";
import { foldersToCopy } from "./release-folders.ts";
import { parseWranglerConfig, WRANGLER_FILES, type WranglerConfig } from "./wrangler-config.ts";
import { wranglerProgram } from "./wrangler-program.ts";

/** How a project becomes an app. */
export type Conversion = {
  /** Its alchemy program. */
  program: string;
  /** Its Worker's own first file, relative to it. */
  main: string;
  copies: Copy[];
  /** What wrangler runs before it bundles. */
  command: string | undefined;
  /** What its owner should know. */
  notes: string[];
};

/** Whether a project can become an app, and how; or why it cannot. */
export type ProjectCheck =
  /** `isNameFixed`: its resources have its name in theirs, so it cannot be called otherwise. */
  | {
      kind: "adoptable";
      convert: (app: string) => Conversion;
      name: string | undefined;
      isNameFixed: boolean;
    }
  | { kind: "refused"; problems: string[] };

/** What the kit adds to an app, besides its alchemy program. */
const KIT_FILES = ["alchemy.config.ts", "kit/build.js", "kit/worker.js"];

/**
 * Checks from its files whether a project can become an app of the kit.
 *
 * @param around what outside them tells which alchemy it is on
 */
export function checkProject(files: Files, around: AlchemyAround): ProjectCheck {
  if (files.has("kit.json")) return refused(["kit.json: it is an app of the kit already"]);
  const alchemyTwo = findAlchemyTwo(files, around);
  if (alchemyTwo !== undefined) return refused([describeAlchemyTwo(alchemyTwo)]);
  const there = KIT_FILES.filter((path) => files.has(path));
  if (there.length > 0)
    return refused(there.map((path) => `${path}: the kit needs that name for a file of its own`));
  const program = files.get("alchemy.run.ts");
  if (typeof program === "string") return checkAlchemyProject(program);
  const file = WRANGLER_FILES.find((name) => files.has(name));
  const text = file && files.get(file);
  if (file === undefined || typeof text !== "string") {
    return refused([`there is neither an alchemy.run.ts nor a ${WRANGLER_FILES.join(", ")} in it`]);
  }
  const written = parseWranglerConfig(file, text);
  const built = builtByFramework(written, files);
  const config = built ?? written;
  const problems = [...findConfigProblems(config), ...(built ? [] : findEntryProblems(config, files))];
  return problems.length > 0 ? refused(problems) : convertWranglerProject(config, files);
}

function checkAlchemyProject(text: string): ProjectCheck {
  const adopted = adoptProgram(text);
  if ("problem" in adopted) return refused([adopted.problem]);
  const { name, entrypoint: main, text: program, notes } = adopted;
  const convert = (): Conversion => ({ program, main, copies: [], command: undefined, notes });
  return { kind: "adoptable", convert, name, isNameFixed: true };
}

function convertWranglerProject(config: WranglerConfig, files: Files): ProjectCheck {
  const { name, main = "" } = config;
  const convert = (app: string): Conversion => {
    const { text: program, notes } = wranglerProgram(app, config, files);
    return {
      program,
      main,
      copies: foldersToCopy(config),
      command: config.build?.command,
      notes: [...notes, ...configNotes(config, files)],
    };
  };
  return { kind: "adoptable", convert, name, isNameFixed: false };
}

function describeAlchemyTwo(sign: string): string {
  return `this is alchemy 2 (${sign}), and the kit is on alchemy ${KIT_ALCHEMY}: a program of 2 cannot be told the address of the API, so that a rehearsal would reach Cloudflare. Write alchemy.run.ts for alchemy ${KIT_ALCHEMY} (https://v1.alchemy.run), ask for that in package.json: bun add --dev --exact alchemy@${KIT_ALCHEMY}, and adopt it then`;
}

function refused(problems: string[]): ProjectCheck {
  return { kind: "refused", problems };
}
